import { compareVersions, type VersionComparison } from '@kansoku/log-analytics'

import { probability } from '../compare/comparison-text.ts'
import type { GateRules } from './definition.ts'
import type { RunResult } from './outcome.ts'
import { summarize } from './summary.ts'

/** How often the baseline did well and badly, in the same terms. */
export interface Baseline {
  /** For people: `run 2 of version 1`, `production, the last 7 days, version 1`. */
  readonly name: string
  readonly calls: number
  readonly bad: number
  readonly effectiveCalls?: number
  /** What was bad: cases that failed, or outputs that broke the contract, which is all that production knows. @defaultValue 'cases' */
  readonly by?: 'cases' | 'contract'
}

export interface GateVerdict {
  readonly passed: boolean
  /** One sentence for each rule, kept or broken. */
  readonly reasons: readonly { readonly kept: boolean; readonly text: string }[]
  readonly comparison?: VersionComparison
}

const MINIMUM = 20

/** Whether a version may go out: by its own rates, and by a baseline that it must not be worse than. */
export function gate(result: RunResult, rules: GateRules, baseline?: Baseline): GateVerdict {
  const { minimum = MINIMUM, passRate, passRates = {} } = rules
  const kinds = summarize(result)
  const [all] = kinds
  const { of = 0, passed = 0 } = all ?? {}
  const unconfirmed = result.unconfirmed ? ` (${result.unconfirmed} more wait to be confirmed)` : ''
  const reasons = [
    {
      kept: of >= minimum,
      text: `${of} cases${unconfirmed}; at least ${minimum} are asked for`,
    },
    ...(passRate === undefined ? [] : [rateRule('all cases', passed, of, passRate)]),
    ...Object.entries(passRates).map(([tag, rate]) => {
      const kind = kinds.find((each) => each.kind === tag)
      return rateRule(`"${tag}"`, kind?.passed ?? 0, kind?.of ?? 0, rate)
    }),
  ]
  if (baseline === undefined) return { passed: reasons.every(({ kept }) => kept), reasons }

  const { by = 'cases', name, ...counts } = baseline
  const candidate = by === 'cases' ? { calls: of, bad: of - passed } : contractCounts(result)
  const comparison = compareVersions(counts, candidate)
  const enough = (counts.effectiveCalls ?? counts.calls) >= minimum
  const compared = [
    ...reasons,
    {
      kept: enough,
      text: `${counts.calls} calls of the baseline (${name}); at least ${minimum} are asked for`,
    },
    // Outputs that no contract judged cannot be worse: that would open the gate to anything.
    ...(by === 'cases'
      ? []
      : [
          {
            kept: candidate.calls >= minimum,
            text: `${candidate.calls} outputs of the run were judged by a contract; at least ${minimum} are asked for`,
          },
        ]),
    {
      kept: comparison.verdict !== 'regressed',
      text: `${comparison.verdict === 'regressed' ? 'worse' : 'not worse'} than ${name}: ${percent(comparison.before)} → ${percent(comparison.after)} ${by === 'cases' ? 'fail' : 'break the contract'}, p = ${probability(comparison.pValue)}`,
    },
  ]
  return { passed: compared.every(({ kept }) => kept), reasons: compared, comparison }
}

function contractCounts({ cases }: RunResult): { calls: number; bad: number } {
  const judged = cases.flatMap(({ evaluators }) =>
    evaluators.filter(({ evaluator }) => evaluator === 'contract'),
  )
  return { calls: judged.length, bad: judged.filter(({ passed }) => !passed).length }
}

function rateRule(
  what: string,
  passed: number,
  of: number,
  least: number,
): GateVerdict['reasons'][number] {
  return {
    kept: of > 0 && passed >= least * of,
    text: `${passed} of ${of} pass (${what}); at least ${percent(least)} are asked for`,
  }
}

const percent = (rate: number): string =>
  Number.isNaN(rate) ? 'nothing' : `${(100 * rate).toFixed(1)} %`
