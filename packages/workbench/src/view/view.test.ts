import { describe, expect, it } from 'vitest'

import { type DensityBin, densitySeconds, stretchBefore } from './density.ts'
import { casesOf, type EvaluationRow } from './evaluation-cases.ts'
import { evaluationSets } from './evaluation-sets.ts'
import { labelsOfContract } from './labels.ts'
import { outcomeBins, type OutcomeRow } from './outcomes.ts'
import { rangeOf, readRange } from './range.ts'
import { binStarts, grainMinutes } from './time-bins.ts'
import { onTimeAxis, type TraceRow } from './trace-rows.ts'
import { piecesOf } from './visible-text.ts'

const bin = (TimeGenerated: string, Outcome: string, Calls: number): OutcomeRow => ({
  TimeGenerated,
  Outcome,
  Calls,
})

const span = (second: number, DurationMs: number | null): TraceRow =>
  ({ TimeGenerated: new Date(second * 1000).toISOString(), DurationMs }) as TraceRow

const judgement = (changes: Partial<EvaluationRow>): EvaluationRow => ({
  TimeGenerated: '',
  EvaluationName: 'a',
  Score: 1,
  ScoreLabel: '',
  PromptName: '',
  PromptVersion: '',
  ResponseId: '',
  ErrorType: '',
  Explanation: '',
  OperationId: '',
  CallId: '',
  DataSet: '',
  Case: '',
  Settings: '',
  ...changes,
})

const inSet = (
  Case: string,
  PromptVersion: string,
  EvaluationName: string,
  ScoreLabel: string,
): EvaluationRow =>
  judgement({ DataSet: 'decision', Case, PromptVersion, EvaluationName, ScoreLabel })

const NOW = new Date('2026-03-01T12:00:00Z')

describe('the range of an address', () => {
  it('ends a second from now, or is what from and to say', () => {
    expect(rangeOf({}, NOW)).toEqual({
      from: new Date('2026-02-28T12:00:01Z'),
      to: new Date('2026-03-01T12:00:01Z'),
    })
    expect(rangeOf({ last: '15m' }, NOW).from).toEqual(new Date('2026-03-01T11:45:01Z'))
    const fixed = { from: '2026-03-01T00:00:00Z', to: '2026-03-01T01:00:00Z' }
    expect(rangeOf(fixed, NOW)).toEqual({ from: new Date(fixed.from), to: new Date(fixed.to) })
  })

  it.each([
    [{ last: '7d' }, { last: '7d' }],
    [{ last: '3 weeks' }, {}],
    [{ last: 'toString' }, {}],
    [{ from: '2026-03-01', to: '2026-02-01' }, {}],
    [{ from: 'soon', to: '2026-02-01', last: '1h' }, { last: '1h' }],
    [{ from: '2026-03-01' }, {}],
    [
      { from: '2026-03-01', to: '2026-03-02', last: '1h' },
      { from: '2026-03-01', to: '2026-03-02' },
    ],
  ])('reads %j as %j', (search, range) => {
    expect(readRange(search)).toEqual(range)
  })
})

describe('bins of time', () => {
  it('are those of the grain that the range has, from the one that the range begins in', () => {
    const hour = { from: new Date('2026-03-01T11:00:30Z'), to: new Date('2026-03-01T12:00:30Z') }
    expect(grainMinutes(hour)).toBe(1)
    const starts = binStarts(hour)
    expect(starts.map((start) => new Date(start).toISOString())).toMatchObject({
      0: '2026-03-01T11:00:00.000Z',
      60: '2026-03-01T12:00:00.000Z',
    })
    expect(starts).toHaveLength(61)
  })

  it('of weeks begin where Kusto counts them from: 0001-01-01', () => {
    const years = { from: new Date('2024-01-01'), to: new Date('2026-03-01') }
    expect(grainMinutes(years)).toBe(10_080)
    expect(new Date(binStarts(years)[0] ?? 0).toISOString()).toBe('2024-01-01T00:00:00.000Z')
  })

  it('have a count for each outcome, 0 where there is no row', () => {
    const range = { from: new Date('2026-03-01T11:58:00Z'), to: new Date('2026-03-01T12:00:00Z') }
    const rows = [
      bin('2026-03-01T11:58:00.0000000Z', 'Succeeded', 3),
      bin('2026-03-01T11:59:00.0000000Z', 'Failed', 1),
      bin('2026-03-01T11:59:00.0000000Z', 'of another version', 9),
      bin('2020-01-01T00:00:00Z', 'Failed', 9),
    ]
    expect(outcomeBins(rows, range)).toEqual({
      starts: [Date.parse('2026-03-01T11:58:00Z'), Date.parse('2026-03-01T11:59:00Z')],
      counts: [
        [3, 0],
        [0, 0],
        [0, 1],
      ],
    })
  })
})

describe('the next stretch of a long table', () => {
  const range = { from: new Date(1000), to: new Date(61_000) }
  const bins: readonly DensityBin[] = [
    { start: 50_000, rows: 100 },
    { start: 0, rows: 7 },
    { start: 20_000, rows: 350 },
  ]

  it('reaches back until it has about as many rows as are wanted', () => {
    expect(stretchBefore(bins, range, 61_000, 400)).toEqual({
      from: new Date(20_000),
      to: new Date(61_000),
    })
    expect(stretchBefore(bins, range, 61_000, 50)?.from).toEqual(new Date(50_000))
  })

  it('ends at the begin of the range, and is none where nothing is left', () => {
    expect(stretchBefore(bins, range, 20_000, 400)).toEqual({
      from: new Date(1000),
      to: new Date(20_000),
    })
    expect(stretchBefore(bins, range, 0, 400)).toBeUndefined()
    expect(stretchBefore([], range, 61_000, 400)).toBeUndefined()
  })

  it('is looked for in a thousand bins, of a second at least', () => {
    expect(densitySeconds({ from: new Date(0), to: new Date(86_400_000) })).toBe(87)
    expect(densitySeconds({ from: new Date(0), to: new Date(10) })).toBe(1)
  })
})

describe('the labels of a contract', () => {
  it.each([
    ['oneOf(Yes, No)', ['No'], ['Yes', 'No']],
    ['oneOf(a, b, c)', ['a, b', 'c'], ['a, b', 'c']],
    ['matches(/x/)', ['b', 'a'], ['a', 'b']],
    ['', [], []],
  ])('of %j, of which %j were seen, are %j', (contract, seen, labels) => {
    expect(labelsOfContract(contract, seen)).toEqual(labels)
  })
})

describe('rows of a trace', () => {
  it('are placed on one axis', () => {
    const rows = [span(10, 4000), span(11, 1000), span(14, null)]
    expect(onTimeAxis(rows)).toEqual({
      milliseconds: 4000,
      timed: [
        { row: rows[0], begin: 0, length: 1 },
        { row: rows[1], begin: 0.25, length: 0.25 },
        { row: rows[2], begin: 1, length: 0 },
      ],
    })
  })

  it('may be none, or take no time', () => {
    expect(onTimeAxis([])).toEqual({ milliseconds: 0, timed: [] })
    expect(onTimeAxis([span(1, 0)]).timed).toMatchObject([{ begin: 0, length: 0 }])
  })
})

describe('a text from outside', () => {
  it('shows what is hidden by its code, and keeps lines and tabs', () => {
    expect(piecesOf('a\u001B[31m\tb\n\u202Ec')).toEqual([
      { kind: 'plain', text: 'a' },
      { kind: 'control', text: 'U+001B' },
      { kind: 'plain', text: '[31m\tb\n' },
      { kind: 'control', text: 'U+202E' },
      { kind: 'plain', text: 'c' },
    ])
    expect(piecesOf('')).toEqual([])
    expect(piecesOf('\u{E0041}日本語')).toEqual([
      { kind: 'control', text: 'U+E0041' },
      { kind: 'plain', text: '日本語' },
    ])
  })
})

describe('judged calls', () => {
  it('have the latest of each judgement side by side', () => {
    const rows = [
      judgement({ OperationId: 't', CallId: 's', Score: 1, TimeGenerated: '2' }),
      judgement({
        OperationId: 't',
        CallId: 's',
        EvaluationName: 'b',
        PromptName: 'p',
        Explanation: 'why',
      }),
      judgement({ OperationId: 't', CallId: 's', Score: 0, TimeGenerated: '1' }),
      judgement({ ResponseId: 'r' }),
      judgement({ TimeGenerated: '0' }),
    ]
    const { names, cases } = casesOf(rows)
    expect(names).toEqual(['a', 'b'])
    expect(cases.map(({ key }) => key)).toEqual(['t/s', 'r', 'a 0'])
    expect(cases[0]).toEqual({
      key: 't/s',
      time: '2',
      trace: 't',
      call: 's',
      prompt: 'p',
      version: '',
      explanation: 'why',
      results: new Map([
        ['a', rows[0]],
        ['b', rows[1]],
      ]),
    })
  })
})

describe('data sets', () => {
  it('have their cases with version beside version, those first in which versions differ', () => {
    const rows = [
      inSet('same', '10', 'expected', 'pass'),
      inSet('same', '2', 'expected', 'pass'),
      inSet('turned', '10', 'expected', 'fail'),
      inSet('turned', '2', 'contract', 'Yes'),
      inSet('turned', '2', 'expected', 'pass'),
      inSet('turned', '2', 'expected', 'an older run'),
      inSet('once', '2', 'expected', 'pass'),
      judgement({}),
    ]
    const [set, ...others] = evaluationSets(rows)
    expect(others).toEqual([])
    expect(set?.versions).toEqual(['2', '10'])
    expect(set?.cases.map(({ id, differs }) => [id, differs])).toEqual([
      ['turned', true],
      ['once', false],
      ['same', false],
    ])
    expect(set?.cases[0]?.results).toEqual(
      new Map([
        ['2', [rows[3], rows[4]]],
        ['10', [rows[2]]],
      ]),
    )
  })

  it('has a version by each of its settings, where they differ', () => {
    const other = { ...inSet('a', '2', 'contract', 'fail'), Settings: 'model gpt-5' }
    const before = { ...inSet('a', '2', 'contract', 'pass'), Settings: 'model gpt-4.1' }
    const [set] = evaluationSets([other, before])
    expect(set?.versions).toEqual(['2 (model gpt-4.1)', '2 (model gpt-5)'])
    expect(set?.cases).toEqual([
      {
        id: 'a',
        differs: true,
        results: new Map([
          ['2 (model gpt-4.1)', [before]],
          ['2 (model gpt-5)', [other]],
        ]),
      },
    ])
    expect(evaluationSets([other])[0]?.versions).toEqual(['2'])
  })
})
