import type { Tried } from './tried.ts'

/** What an evaluator said, or that it failed. */
export interface EvaluatorOutcome {
  readonly evaluator: string
  readonly passed: boolean
  readonly score?: number
  readonly label?: string
  readonly explanation?: string
  /** The class of what it threw. */
  readonly error?: string
}

/** What came of one case, once. */
export interface CaseOutcome {
  readonly id: string
  readonly tags: readonly string[]
  readonly repetition: number
  readonly input: unknown
  readonly expected?: unknown
  /** Absent where the task failed. */
  readonly output?: unknown
  /** What the task threw, after all tries. */
  readonly error?: { readonly class: string; readonly message: string }
  readonly evaluators: readonly EvaluatorOutcome[]
  readonly passed: boolean
}

/** A whole run. Times are not in it: the same answers give the same bytes. */
export interface RunResult extends Tried {
  readonly evaluation: string
  readonly repeat: number
  /** Cases that wait for a person to confirm them, and are not in the run. */
  readonly unconfirmed?: number
  /** In the order of the data set, repetitions of a case together. */
  readonly cases: readonly CaseOutcome[]
}
