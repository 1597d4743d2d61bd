import { describe, expect, it } from 'vitest'

import { spanOf } from '../testing/spans.ts'
import { type ContentStore, contentStore } from './content-store.ts'
import { resolveContentStorage } from './resolve-storage.ts'
import type { ContentStorage } from './storage-options.ts'

const storing = (storage: ContentStorage): ContentStore => {
  const store = contentStore(resolveContentStorage(storage), () => 0)
  if (!store) throw new Error('nothing is stored beside rows')
  return store
}
const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': '[]' }

describe('the store of content', () => {
  it('is none where content stays on its row', () => {
    expect(contentStore(resolveContentStorage())).toBeUndefined()
  })

  it('lets chunks weigh what their call weighs under sampling', () => {
    const { ofSpan } = storing({ mode: 'chunks' })
    const rates = (attributes: object): unknown[] =>
      ofSpan(spanOf({ ...call, ...attributes })).chunks.map(
        (chunk) => chunk.attributes['kansoku.sample_rate'],
      )
    expect(rates({ 'microsoft.sample_rate': 25 })).toEqual([25])
    expect(rates({ 'microsoft.sample_rate': 100 })).toEqual([undefined])
    expect(rates({})).toEqual([undefined])
  })

  it('goes by the prompt and its version', () => {
    const { ofSpan } = storing({ prompts: { answer: { mode: 'chunks' }, 'answer@7': {} } })
    const count = (name: string, version: string): number =>
      ofSpan(spanOf({ ...call, 'gen_ai.prompt.name': name, 'gen_ai.prompt.version': version }))
        .chunks.length
    expect([count('answer', '7'), count('answer', '8'), count('other', '7')]).toEqual([1, 1, 0])
  })

  it('counts what must be sent, and what is on rows, against the day', () => {
    const { ofSpan } = storing({ dailyBytes: 6 })
    const degraded = (attributes: object, failed = false): unknown =>
      ofSpan(spanOf({ ...call, ...attributes }, failed)).attributes['llmops.content.degraded']
    expect([
      degraded({}),
      degraded({ 'llmops.output.valid': false }),
      degraded({}, true),
      degraded({}),
      degraded({}, true),
    ]).toEqual([undefined, undefined, undefined, 'daily_budget', undefined])
  })

  it('leaves the span as it was', () => {
    const span = spanOf(call)
    storing({ mode: 'hash' }).ofSpan(span)
    expect(span.attributes).toEqual(call)
  })
})
