import { describe, expect, it } from 'vitest'

import { gate } from './gate.ts'
import type { CaseOutcome, RunResult } from './outcome.ts'
import { honestly, summarize } from './summary.ts'

const outcome = (passed: boolean, ...tags: string[]): CaseOutcome => ({
  id: 'x',
  tags,
  repetition: 1,
  input: '',
  output: '',
  evaluators: [],
  passed,
})

const result = (...cases: CaseOutcome[]): RunResult => ({
  evaluation: 'decision',
  prompt: { name: 'search_decision', version: '2' },
  repeat: 1,
  cases,
})

const times = (count: number, each: CaseOutcome): CaseOutcome[] =>
  Array.from({ length: count }, () => each)

describe('a summary', () => {
  it('counts each kind of case, all first', () => {
    const kinds = summarize(result(outcome(true, 'turn-1', 'ja'), outcome(false, 'turn-1')))
    expect(kinds.map(({ kind, of, passed }) => [kind, passed, of])).toEqual([
      ['', 1, 2],
      ['ja', 1, 1],
      ['turn-1', 1, 2],
    ])
  })

  it.each([
    [40, 0, 'at most 8.8 % fail'],
    [0, 3, 'at least 29.2 % fail'],
    [38, 2, '0.6 to 16.9 % fail'],
    [0, 0, 'no case'],
  ])('says honestly what %i passed and %i failed cases show', (passed, failed, text) => {
    const [all] = summarize(
      result(...times(passed, outcome(true)), ...times(failed, outcome(false))),
    )
    expect(all && honestly(all)).toBe(text)
  })
})

describe('a gate', () => {
  const good = result(...times(60, outcome(true, 'turn-1')))
  const bad = result(...times(40, outcome(true, 'turn-1')), ...times(20, outcome(false, 'turn-1')))
  const production = { name: 'production', calls: 400, bad: 12 }

  it('lets a version pass that keeps its rates and is not worse than its baseline', () => {
    expect(gate(good, { passRate: 0.95, passRates: { 'turn-1': 0.9 } }, production)).toMatchObject({
      passed: true,
      reasons: [
        { kept: true, text: '60 cases; at least 20 are asked for' },
        { kept: true, text: '60 of 60 pass (all cases); at least 95.0 % are asked for' },
        { kept: true, text: '60 of 60 pass ("turn-1"); at least 90.0 % are asked for' },
        { kept: true, text: '400 calls of the baseline (production); at least 20 are asked for' },
        { kept: true, text: 'not worse than production: 3.0 % → 0.0 % fail, p = 0.380' },
      ],
    })
  })

  it('names the cases that wait to be confirmed', () => {
    expect(gate({ ...good, unconfirmed: 2 }, {}).reasons).toEqual([
      { kept: true, text: '60 cases (2 more wait to be confirmed); at least 20 are asked for' },
    ])
  })

  it('stops one that is worse, and one that breaks a rate', () => {
    const { passed, reasons } = gate(bad, { passRate: 0.95 }, production)
    expect(passed).toBe(false)
    expect(reasons.filter(({ kept }) => !kept).map(({ text }) => text)).toEqual([
      '40 of 60 pass (all cases); at least 95.0 % are asked for',
      'worse than production: 3.0 % → 33.3 % fail, p = 6.5e-12',
    ])
  })

  it('takes few cases, few calls and a missing kind for no proof', () => {
    const few = gate(
      result(outcome(true)),
      { passRates: { gone: 0.5 } },
      { name: 'run 1', calls: 3, bad: 0 },
    )
    expect(few.reasons.map(({ kept }) => kept)).toEqual([false, false, false, true])
  })

  it('is closed to a run whose outputs no contract judged, beside production', () => {
    const { passed, reasons } = gate(good, {}, { ...production, by: 'contract' })
    expect(passed).toBe(false)
    expect(reasons.filter(({ kept }) => !kept).map(({ text }) => text)).toEqual([
      '0 outputs of the run were judged by a contract; at least 20 are asked for',
    ])
  })
})
