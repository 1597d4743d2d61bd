import type { VersionComparison, VersionVerdict } from '@kansoku/log-analytics'

import type { QueryAnswer } from '../query/answer.ts'
import type { PromptComparison, VersionFigures } from './compare-prompt.ts'

const words: Readonly<Record<VersionVerdict, string>> = {
  improved: 'improved',
  regressed: 'regressed',
  'no-detectable-change': 'no detectable change',
  'too-few': 'too few calls to tell',
}

/** The figures of both versions as a table: a row for each measure. */
export function comparisonTable({ before, after }: PromptComparison): QueryAnswer {
  const rows: [string, (figures: VersionFigures) => string][] = [
    ['Calls', ({ calls }) => String(calls)],
    ['Failed', ({ calls, failed }) => share(failed, calls)],
    ['Judged outputs', ({ judged }) => String(judged)],
    ['Invalid outputs', ({ invalid, judged }) => share(invalid, judged)],
    ['Tokens per call', ({ tokensPerCall }) => measured(tokensPerCall, 1)],
    ['Median duration, ms', ({ p50DurationMs }) => measured(p50DurationMs, 0)],
    ['95th percentile, ms', ({ p95DurationMs }) => measured(p95DurationMs, 0)],
    ['First call', ({ first }) => first.slice(0, 16)],
    ['Last call', ({ last }) => last.slice(0, 16)],
  ]
  return {
    columns: ['', `Version ${before.version}`, `Version ${after.version}`].map((name) => ({
      name,
      type: 'string',
    })),
    rows: rows.map(([name, cell]) => [name, cell(before), cell(after)]),
  }
}

/** The verdicts, one sentence each. */
export function verdictLines({ invalidOutputs, failures }: PromptComparison): readonly string[] {
  return [
    invalidOutputs === undefined
      ? 'Invalid outputs: not judged, since the prompt declares no contract.'
      : `Invalid outputs: ${verdict(invalidOutputs)}`,
    `Failures: ${verdict(failures)}`,
  ]
}

function verdict({
  verdict: found,
  before,
  after,
  difference,
  pValue,
  test,
}: VersionComparison): string {
  const name = test === 'fisher' ? "Fisher's exact test" : 'z-test of two proportions'
  const from = `${points(difference.low)} to ${points(difference.high)}`
  return `${words[found]} (${percent(before)} → ${percent(after)}, difference ${from} points with 95 % confidence; p = ${probability(pValue)}, ${name}).`
}

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`
const points = (rate: number): string => `${rate > 0 ? '+' : ''}${(100 * rate).toFixed(1)}`
/** A small one by its exponent: 0.000 would be a claim. */
export const probability = (p: number): string => (p < 0.001 ? p.toExponential(1) : p.toFixed(3))
const share = (count: number, of: number): string =>
  of === 0 ? String(count) : `${count} (${percent(count / of)})`
const measured = (value: number | null, digits: number): string => value?.toFixed(digits) ?? ''
