import { describe, expect, it } from 'vitest'

import { comparePrompt, VersionMissing, versionsQuery } from './compare-prompt.ts'
import { comparisonTable, verdictLines } from './comparison-text.ts'

const names = [
  'PromptName',
  'PromptVersion',
  'Calls',
  'EffectiveCalls',
  'Failed',
  'Judged',
  'EffectiveJudged',
  'Invalid',
  'InvalidPercent',
  'TokensPerCall',
  'P50DurationMs',
  'P95DurationMs',
  'First',
  'Last',
]

const row = (version: string, calls: number, judged: number, invalid: number): unknown[] => [
  'search_decision',
  version,
  calls,
  calls,
  0,
  judged,
  judged,
  invalid,
  null,
  12.5,
  640.25,
  null,
  '2026-03-01T09:00:00.0000000Z',
  '2026-03-02T09:00:00.0000000Z',
]

const compared = (...rows: unknown[][]) =>
  comparePrompt(
    'search_decision',
    { columns: names.map((name) => ({ name, type: 'string' })), rows },
    '1',
    '2',
  )

describe('two versions of a prompt', () => {
  it('are told apart with an honest verdict', () => {
    const comparison = compared(row('1', 400, 400, 24), row('2', 400, 400, 9))
    expect(comparison.invalidOutputs?.verdict).toBe('improved')
    expect(verdictLines(comparison)).toEqual([
      'Invalid outputs: improved (6.0 % → 2.3 %, difference -6.7 to -1.0 points with 95 % confidence; p = 0.008, z-test of two proportions).',
      "Failures: no detectable change (0.0 % → 0.0 %, difference -1.0 to +1.0 points with 95 % confidence; p = 1.000, Fisher's exact test).",
    ])
    expect(comparisonTable(comparison).rows).toEqual([
      ['Calls', '400', '400'],
      ['Failed', '0 (0.0 %)', '0 (0.0 %)'],
      ['Judged outputs', '400', '400'],
      ['Invalid outputs', '24 (6.0 %)', '9 (2.3 %)'],
      ['Tokens per call', '12.5', '12.5'],
      ['Median duration, ms', '640', '640'],
      ['95th percentile, ms', '', ''],
      ['First call', '2026-03-01T09:00', '2026-03-01T09:00'],
      ['Last call', '2026-03-02T09:00', '2026-03-02T09:00'],
    ])
  })

  it('say so where nothing was judged', () => {
    const comparison = compared(row('1', 4, 0, 0), row('2', 4, 0, 0))
    expect(comparison.invalidOutputs).toBeUndefined()
    expect(verdictLines(comparison)).toEqual([
      'Invalid outputs: not judged, since the prompt declares no contract.',
      expect.stringContaining('too few calls to tell'),
    ])
    expect(comparisonTable(comparison).rows[3]).toEqual(['Invalid outputs', '0', '0'])
  })

  it('name the versions that there are', () => {
    expect(() => compared(row('1', 4, 0, 0))).toThrow(VersionMissing)
    expect(() => compared(row('3', 4, 0, 0))).toThrow('version 1')
  })

  it('are asked for by a name that may hold anything', () => {
    const at = new Date('2026-03-01T00:00:00Z')
    expect(versionsQuery('a" or "b', at, at)).toBe(
      'LLMVersions(datetime(2026-03-01T00:00:00.000Z), datetime(2026-03-01T00:00:00.000Z)) | where PromptName == "a\\" or \\"b" | order by First asc',
    )
  })
})
