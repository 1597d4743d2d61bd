import { describe, expect, it } from 'vitest'

import { findQuery, functions, queries } from './pack.ts'

describe('the pack', () => {
  it('has the functions that the queries call', () => {
    expect(functions().map(({ name, parameters, tags }) => ({ name, parameters, tags }))).toEqual([
      {
        name: 'LLMCalls',
        parameters: 'startTime: datetime, endTime: datetime',
        tags: ['llm', 'calls'],
      },
    ])
  })

  it('names its queries in English and Japanese', () => {
    expect(queries().map(({ name, title }) => [name, title.en, title.ja])).toEqual([
      ['answers-per-turn', 'Answers per turn', 'ターンごとの回答数'],
      ['invalid-outputs', 'Invalid outputs', '形式に合わない出力'],
      ['usage-and-latency', 'Tokens and latency by prompt', 'プロンプトごとのトークン数と応答時間'],
    ])
  })

  it('finds a query by its name', () => {
    expect(findQuery('invalid-outputs')?.text).toContain('summarize InvalidOutputs')
    expect(findQuery('no-such-query')).toBeUndefined()
  })
})
