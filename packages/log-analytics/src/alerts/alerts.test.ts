import { afterAll, describe, expect, it } from 'vitest'

import { alertRules } from '../pack.ts'
import { packEngine } from '../testing/engine.ts'
import { type Call, callRow } from '../testing/stored-rows.ts'
import { type AlertRule, isStateful } from './alert-rule.ts'
import { simulate } from './simulate.ts'

const engine = packEngine()
afterAll(() => engine.close())

const ruleOf = (name: string): AlertRule =>
  alertRules().find((rule) => rule.name === name) as AlertRule

/** When a rule fired over these calls, and over how many rows each run was. */
async function runs(name: string, calls: readonly Call[], since: string, until: string) {
  const stored = { AppDependencies: calls.map(callRow) }
  const simulated = await simulate(ruleOf(name), {
    since: new Date(since),
    until: new Date(until),
    run: (query, now) => engine.run(query, stored, now),
  })
  return simulated.map(({ at, value, fired }) => [at.toISOString(), value, fired])
}

const invalid = (count: number, time: string): Call[] =>
  Array.from({ length: count }, () => ({ turn: 1, valid: false, time }))

describe('invalid-decisions-daily', () => {
  it('is the daily rule: once a day over a day, ten rows, a warning, not stateful', () => {
    const { frequency, window, severity, threshold } = ruleOf('invalid-decisions-daily')
    expect([frequency, window, severity, threshold]).toEqual(['P1D', 'P1D', 2, 10])
    expect(isStateful(ruleOf('invalid-decisions-daily'))).toBe(false)
    expect(isStateful(ruleOf('failure-ratio'))).toBe(true)
  })

  const days = ['2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z'] as const

  it('is silent at nine and fires at ten', async () => {
    const nine = invalid(9, '2026-03-01T12:00:00Z')
    expect(await runs('invalid-decisions-daily', nine, ...days)).toEqual([
      ['2026-03-02T00:00:00.000Z', 9, false],
      ['2026-03-03T00:00:00.000Z', 0, false],
    ])
    const ten = [...nine, ...invalid(1, '2026-03-01T23:59:59Z')]
    expect(await runs('invalid-decisions-daily', ten, ...days)).toEqual([
      ['2026-03-02T00:00:00.000Z', 10, true],
      ['2026-03-03T00:00:00.000Z', 0, false],
    ])
  })

  it('is silent at ten that are spread over two windows', async () => {
    const spread = [...invalid(5, '2026-03-01T12:00:00Z'), ...invalid(5, '2026-03-02T12:00:00Z')]
    expect(await runs('invalid-decisions-daily', spread, ...days)).toEqual([
      ['2026-03-02T00:00:00.000Z', 5, false],
      ['2026-03-03T00:00:00.000Z', 5, false],
    ])
  })

  it('counts neither failed calls, nor other prompts, nor decisions that are Yes or No', async () => {
    const others: Call[] = [
      ...invalid(9, '2026-03-01T12:00:00Z'),
      { failed: true, error: '429' },
      { prompt: 'answer', valid: false },
      { label: 'Yes', valid: true },
    ]
    expect(await runs('invalid-decisions-daily', others, ...days)).toEqual([
      ['2026-03-02T00:00:00.000Z', 9, false],
      ['2026-03-03T00:00:00.000Z', 0, false],
    ])
  })
})

describe('failure-ratio', () => {
  it('fires at five percent of ten calls and more', async () => {
    const quarter = ['2026-03-01T12:00:00Z', '2026-03-01T12:15:00Z'] as const
    const time = '2026-03-01T12:01:00Z'
    const calls = (good: number): Call[] => [
      { failed: true, error: '500', time },
      ...Array.from({ length: good }, () => ({ time })),
    ]
    expect(await runs('failure-ratio', calls(19), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 1, true],
    ])
    expect(await runs('failure-ratio', calls(20), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 0, false],
    ])
    expect(await runs('failure-ratio', calls(8), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 0, false],
    ])
  })
})

describe('slow-calls', () => {
  it('fires where the 95th percentile of ten calls is over 30 seconds', async () => {
    const time = '2026-03-01T12:01:00Z'
    const calls = (ms: number): Call[] => Array.from({ length: 10 }, () => ({ time, ms }))
    const quarter = ['2026-03-01T12:00:00Z', '2026-03-01T12:15:00Z'] as const
    expect(await runs('slow-calls', calls(30_001), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 1, true],
    ])
    expect(await runs('slow-calls', calls(30_000), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 0, false],
    ])
  })
})

const streams = (seconds: number): Call[] =>
  Array.from({ length: 10 }, () => ({
    time: '2026-03-01T12:01:00Z',
    properties: { 'gen_ai.response.time_to_first_chunk': String(seconds) },
  }))

describe('slow-first-chunk', () => {
  it('fires where the 95th percentile of ten streams is over 10 seconds', async () => {
    const quarter = ['2026-03-01T12:00:00Z', '2026-03-01T12:15:00Z'] as const
    expect(await runs('slow-first-chunk', streams(10.5), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 1, true],
    ])
    expect(await runs('slow-first-chunk', streams(10), ...quarter)).toEqual([
      ['2026-03-01T12:15:00.000Z', 0, false],
    ])
  })
})

const dollars = async () => ({ columns: [{ name: 'Dollars' }], rows: [] })

describe('daily-spend', () => {
  const day = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'] as const
  const dollar: Call = { model: 'gpt-4o', tokens: 400_000, outputTokens: 0 }

  it('fires at a total of whole cents over all rows, weighted', async () => {
    const spend = [{ ...dollar, weight: 30 }, { ...dollar, prompt: 'answer', weight: 19 }, dollar]
    expect(await runs('daily-spend', spend, ...day)).toEqual([
      ['2026-03-02T00:00:00.000Z', 5000, true],
    ])
    expect(await runs('daily-spend', spend.slice(0, 2), ...day)).toEqual([
      ['2026-03-02T00:00:00.000Z', 4900, false],
    ])
    expect(await runs('daily-spend', [{ ...dollar, model: 'llama-3' }], ...day)).toEqual([
      ['2026-03-02T00:00:00.000Z', 0, false],
    ])
  })

  it('is not simulated over a query without its measure', async () => {
    const [since, until] = day.map((each) => new Date(each)) as [Date, Date]
    await expect(simulate(ruleOf('daily-spend'), { since, until, run: dollars })).rejects.toThrow(
      'the query of daily-spend gives no column Cents',
    )
  })
})

/** Conversations of three turns, each of them searched. */
const searched = (conversations: number): Call[] =>
  Array.from({ length: conversations * 3 }, (_, index) => ({
    conversation: `c-${Math.floor(index / 3)}`,
    turn: (index % 3) + 1,
    label: 'Yes',
    valid: true,
  }))

describe('searched-every-turn', () => {
  it('fires at five conversations', async () => {
    const day = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'] as const
    expect(await runs('searched-every-turn', searched(4), ...day)).toEqual([
      ['2026-03-02T00:00:00.000Z', 4, false],
    ])
    expect(await runs('searched-every-turn', searched(5), ...day)).toEqual([
      ['2026-03-02T00:00:00.000Z', 5, true],
    ])
  })
})

describe('simulate', () => {
  const options = { run: async () => ({ columns: [], rows: [] }) }

  it('says what it cannot do', async () => {
    const since = new Date('2026-03-01T00:00:00Z')
    await expect(
      simulate(ruleOf('invalid-decisions-daily'), {
        ...options,
        since,
        until: new Date('2026-03-01T23:00:00Z'),
      }),
    ).rejects.toThrow('there is no whole window of P1D in that time')
    await expect(
      simulate(ruleOf('failure-ratio'), {
        ...options,
        since,
        until: new Date('2026-06-01T00:00:00Z'),
      }),
    ).rejects.toThrow('failure-ratio would run 8832 times in that time; at most 5000')
  })
})
