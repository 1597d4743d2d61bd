import { describe, expect, it } from 'vitest'

import { findQuery, functions, queries } from './pack.ts'

describe('the pack', () => {
  it('has the functions that the queries call', () => {
    const range = 'startTime: datetime, endTime: datetime'
    const parameters = Object.fromEntries(functions().map((each) => [each.name, each.parameters]))
    expect(parameters).toMatchObject({
      LLMCalls: range,
      LLMContent: range,
      LLMConversations: range,
      LLMCost: range,
      LLMEvaluations: range,
      LLMPrices: '',
      LLMTrace: 'operationId: string',
      LLMVersions: range,
    })
  })

  it('names its queries in English and Japanese', () => {
    const titles = queries().map(({ name, title }) => [name, title.en, title.ja])
    expect(titles).toContainEqual(['answers-per-turn', 'Answers per turn', 'ターンごとの回答数'])
    expect(titles.filter(([, en, ja]) => en === ja || !/[぀-ヿ一-鿿]/.test(ja ?? ''))).toEqual([])
    expect(new Set(titles.map(([, en]) => en)).size).toBe(titles.length)
  })

  it('finds a query by its name', () => {
    expect(findQuery('invalid-outputs')?.text).toContain('summarize InvalidOutputs')
    expect(findQuery('no-such-query')).toBeUndefined()
  })
})
