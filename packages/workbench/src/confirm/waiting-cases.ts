import type { EvaluationCase } from '../evaluations/definition.ts'

/** A data set with the cases that wait for a person. */
export interface WaitingCases {
  readonly evaluation: string
  readonly file: string
  readonly labels: readonly string[]
  /** To be sent with a decision, which is refused if the file has changed since. */
  readonly version: string
  readonly waiting: readonly EvaluationCase[]
  /** Whether the last decision can be taken back. */
  readonly canUndo: boolean
  /** Why the file cannot be read; there are no cases then. */
  readonly problem?: string
}
