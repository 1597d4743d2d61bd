import type { JudgedCallOptions } from './judged-call.ts'

/** What judged: a function, a language model, or a person. */
export type EvaluatorKind = 'code' | 'model' | 'human'

/** Who judged. */
export interface Evaluator {
  /** A name that stays: `format_check`, `relevance_judge_v2`, `support_team`. At most 100 characters. */
  readonly name: string
  readonly kind: EvaluatorKind
}

/**
 * What an evaluator says: a score, a label, or both; or that it failed.
 *
 * `score` is a finite number, in whatever range the evaluation has; a higher one is not better by itself. `label` is a
 * short word of a small set, such as `pass` and `fail`. `error` is what the evaluator threw: recorded as `error.type`,
 * the error's class or HTTP status, never its message.
 */
export type EvaluationResult =
  | { readonly score: number; readonly label?: string | undefined; readonly error?: undefined }
  | { readonly score?: number | undefined; readonly label: string; readonly error?: undefined }
  | { readonly error: unknown; readonly score?: undefined; readonly label?: undefined }

/** One judgement of one call. */
export type Evaluation = EvaluationResult &
  JudgedCallOptions & {
    /** What is judged: `relevance`, `answer_format`. Recorded as `gen_ai.evaluation.name`; at most 100 characters. */
    readonly name: string
    readonly evaluator: Evaluator
    /**
     * Why. It may quote the call, so it is content: recorded only where content goes to events (capture mode
     * `EVENT_ONLY` or `SPAN_AND_EVENT`).
     */
    readonly explanation?: string | undefined
  }

const KINDS: Readonly<Record<EvaluatorKind, true>> = { code: true, model: true, human: true }
const MAX_WORD = 100

/** What is wrong with an evaluation, for people; the types say the same to those who use them. */
export function evaluationProblem({
  error,
  evaluator,
  label,
  name,
  score,
}: Evaluation): string | undefined {
  if (!isWord(name)) return `name must be a text of 1 to ${MAX_WORD} characters`
  if (!isWord(evaluator?.name) || !Object.hasOwn(KINDS, evaluator.kind))
    return "evaluator must be { name, kind }, the kind 'code', 'model' or 'human'"
  if (score !== undefined && !Number.isFinite(score))
    return `score must be a finite number, got ${typeof score === 'number' ? score : typeof score}`
  if (label !== undefined && !isWord(label))
    return `label must be a text of 1 to ${MAX_WORD} characters: one of a small set of words`
  if (score === undefined && label === undefined && error === undefined)
    return 'there must be a score, a label or an error'
  return undefined
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_WORD
}
