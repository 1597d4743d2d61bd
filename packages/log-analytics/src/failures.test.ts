import { afterAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'
import { callRow } from './testing/stored-rows.ts'
import { ticks } from './testing/ticks.ts'

const engine = packEngine()
afterAll(() => engine.close())

describe('failing-calls', () => {
  it('counts failures by error, weighted, with their share of the prompt’s calls', async () => {
    const { columns, rows } = await engine.ask('failing-calls', {
      AppDependencies: [
        { failed: true, error: '429', model: 'm', weight: 3 },
        { failed: true, error: '429', model: 'm', time: '2026-03-01T18:00:00Z' },
        { failed: true, error: 'APIConnectionError', model: 'm' },
        { model: 'm', weight: 11 },
        { model: 'm-2026-01-01', valid: false },
        { prompt: 'answer', model: 'm' },
        { failed: true, error: '500', model: 'm', time: '2026-02-27T00:00:00Z' },
      ].map(callRow),
    })
    expect(columns.map(({ name }) => name)).toEqual([
      'ErrorType',
      'PromptName',
      'Model',
      'Failed',
      'Percent',
      'Last',
    ])
    expect(rows).toEqual([
      ['429', 'search_decision', 'm', 4, 23.5, ticks('2026-03-01T18:00:00Z')],
      ['APIConnectionError', 'search_decision', 'm', 1, 5.9, ticks('2026-03-01T12:00:00Z')],
    ])
  })

  it('has no row where nothing failed', async () => {
    expect((await engine.ask('failing-calls', {})).rows).toEqual([])
  })
})

describe('slowest-calls', () => {
  it('has the slowest successful calls first', async () => {
    const { rows } = await engine.ask('slowest-calls', {
      AppDependencies: [
        { ms: 100 },
        { ms: 900, tokens: 7 },
        { ms: 5000, failed: true },
        { ms: 300 },
      ].map(callRow),
    })
    expect(rows.map((row) => [row[1], row[6]])).toEqual([
      [900, 7],
      [300, null],
      [100, null],
    ])
  })
})
