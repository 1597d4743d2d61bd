import type { CaseOutcome } from '../outcome.ts'

/** Why a case did not pass, in one line. */
export function whyFailed({ error, evaluators }: CaseOutcome): string {
  if (error !== undefined) return `${error.class}: ${error.message}`
  return evaluators
    .filter(({ passed }) => !passed)
    .map((each) => `${each.evaluator}: ${each.error ?? each.explanation ?? each.label ?? 'failed'}`)
    .join('; ')
}
