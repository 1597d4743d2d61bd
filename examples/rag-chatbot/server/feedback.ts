import { recordFeedback } from '@kansoku/core'

import { HttpError } from './http-error.ts'
import { textIn } from './json-body.ts'

/**
 * What a user thinks of an answer, now or days later: `{ "responseId", "thumb": "up" | "down", "comment"? }`.
 *
 * @throws HttpError 400
 */
export function takeFeedback(body: Record<string, unknown>): void {
  const responseId = textIn(body, 'responseId', 200)
  const { thumb } = body
  if (thumb !== 'up' && thumb !== 'down') throw new HttpError(400, '"thumb" is "up" or "down".')
  const comment = body['comment'] === undefined ? undefined : textIn(body, 'comment', 2000)
  recordFeedback({ responseId, thumb, comment })
}
