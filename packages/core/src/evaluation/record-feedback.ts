import { idOf } from '../context/conversation-id.ts'
import { ATTR_ENDUSER_PSEUDO_ID } from '../semconv.ts'
import type { EvaluationResult } from './evaluation.ts'
import type { JudgedCallOptions } from './judged-call.ts'
import { record } from './record-evaluation.ts'

/** What the user gave: a thumb, a rating or a comment; a comment may go with each. */
export type FeedbackGiven =
  | {
      readonly thumb: 'up' | 'down'
      readonly rating?: undefined
      readonly comment?: string | undefined
    }
  | { readonly rating: number; readonly thumb?: undefined; readonly comment?: string | undefined }
  | { readonly comment: string; readonly thumb?: undefined; readonly rating?: undefined }

/** A user's opinion of one call. */
export type Feedback = FeedbackGiven &
  JudgedCallOptions & {
    /** Keep scales apart by it: `stars`, `helpfulness_of_10`. @defaultValue `'user_feedback'` */
    readonly name?: string | undefined
    /**
     * A pseudonym, never a name or an address. Recorded as `enduser.pseudo.id`, which Azure keeps as `UserId`.
     */
    readonly userId?: string | undefined
  }

const LABELS = {
  up: { score: 1, label: 'up' },
  down: { score: 0, label: 'down' },
} as const satisfies Record<'up' | 'down', EvaluationResult>

/**
 * Records what a user thinks of an answer: an evaluation by the human evaluator `user`. A thumb is the label `up` or
 * `down` with the score 1 or 0, a rating is the score as it is, a comment alone is the label `comment`.
 *
 * The comment's text is content: recorded, as the explanation, only where content goes to events (capture mode
 * `EVENT_ONLY` or `SPAN_AND_EVENT`). Never throws, see {@link recordEvaluation}.
 *
 * @example
 * ```ts
 * recordFeedback({ responseId: completion.id, thumb: 'down', comment: 'It searched for nothing' })
 * ```
 */
export function recordFeedback(feedback: Feedback): void {
  record('recordFeedback', () => {
    const { comment, name = 'user_feedback', rating, thumb, userId, ...call } = feedback
    const pseudonym = idOf(userId)
    return {
      evaluation: {
        ...call,
        ...result(thumb, rating, comment),
        name,
        evaluator: { name: 'user', kind: 'human' },
        explanation: comment,
      },
      ...(pseudonym !== undefined && { more: { [ATTR_ENDUSER_PSEUDO_ID]: pseudonym } }),
    }
  })
}

function result(
  thumb: 'up' | 'down' | undefined,
  rating: number | undefined,
  comment: string | undefined,
): EvaluationResult {
  if (thumb !== undefined) return LABELS[thumb]
  const isComment = typeof comment === 'string' && comment.trim() !== ''
  if (rating === undefined && isComment) return { label: 'comment' }
  return { score: rating as number }
}
