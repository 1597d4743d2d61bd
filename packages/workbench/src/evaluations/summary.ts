import { exactInterval, type Interval } from '@kansoku/log-analytics'

import type { CaseOutcome, RunResult } from './outcome.ts'

/** How the cases of one kind did. */
export interface KindSummary {
  /** A tag; empty for all cases. */
  readonly kind: string
  readonly passed: number
  readonly of: number
  /** Share that passes, with 95 % confidence; exact. */
  readonly rate: Interval
}

/** All cases first, then those of each tag, by name. */
export function summarize({ cases }: RunResult): readonly KindSummary[] {
  const tags = [...new Set(cases.flatMap((each) => each.tags))].toSorted()
  return [
    kindOf('', cases),
    ...tags.map((tag) =>
      kindOf(
        tag,
        cases.filter((each) => each.tags.includes(tag)),
      ),
    ),
  ]
}

function kindOf(kind: string, cases: readonly CaseOutcome[]): KindSummary {
  const passed = cases.filter((each) => each.passed).length
  return {
    kind,
    passed,
    of: cases.length,
    rate: exactInterval({ count: passed, of: cases.length }),
  }
}

/** Of cases that are not in the run. */
export const waiting = (unconfirmed: number): string =>
  unconfirmed === 1
    ? '1 case waits to be confirmed, and is not counted.'
    : `${unconfirmed} cases wait to be confirmed, and are not counted.`

/** "at most 8.8 % fail": what may be said of the failures of so many cases. */
export function honestly({ of, passed, rate }: KindSummary): string {
  if (of === 0) return 'no case'
  const [least, most] = [1 - rate.high, 1 - rate.low].map((share) => (100 * share).toFixed(1))
  if (passed === of) return `at most ${most} % fail`
  return passed === 0 ? `at least ${least} % fail` : `${least} to ${most} % fail`
}
