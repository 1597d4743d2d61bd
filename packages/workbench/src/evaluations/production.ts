import { versionsQuery } from '../compare/compare-prompt.ts'
import type { QueryAnswer } from '../query/answer.ts'
import { recordsOf } from '../query/records.ts'
import type { Baseline } from './gate.ts'

interface Row {
  readonly PromptVersion: string
  readonly Judged: number
  readonly EffectiveJudged: number
  readonly Invalid: number
}

/** Asks for the versions that were in production: see {@link productionBaseline}. */
export const productionQuery: typeof versionsQuery = versionsQuery

/**
 * What production did with a prompt: of a version that is named, else of the one with the most judged calls that is not
 * the one under test. Undefined where there is none.
 */
export function productionBaseline(
  answer: QueryAnswer,
  candidate: string,
  named: string | undefined,
  since: string,
): Baseline | undefined {
  const rows = recordsOf<Row>(answer).filter(({ PromptVersion }) =>
    named === undefined ? PromptVersion !== candidate : PromptVersion === named,
  )
  const [row] = rows.toSorted((a, b) => b.Judged - a.Judged)
  if (row === undefined || row.Judged === 0) return undefined
  return {
    name: `production since ${since}, version ${row.PromptVersion}`,
    calls: row.Judged,
    bad: row.Invalid,
    effectiveCalls: Math.min(row.Judged, row.EffectiveJudged),
    by: 'contract',
  }
}
