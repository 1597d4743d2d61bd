import { ATTR_GEN_AI_RESPONSE_FINISH_REASONS } from '@kansoku/core/semconv'

import type { Answer } from '../call/answer.ts'
import { apiError } from '../reading/api-error.ts'
import { modalUsageAttributes } from '../reading/modal-usage.ts'
import { fields, text, type Wire } from '../reading/wire.ts'
import { pictureMessage } from './response.ts'

/** Pictures of one answer that are told apart at most; the API makes ten. */
const MAX_PICTURES = 100

/** A stream of pictures as far as it was read, without their bytes. */
export interface ImageEvents {
  readonly finished: Wire[]
  /** The last one of which only a draft came. */
  draft: Wire | undefined
  usage: unknown
  failure: Error | undefined
}

export function startImageEvents(): ImageEvents {
  return { finished: [], draft: undefined, usage: undefined, failure: undefined }
}

/**
 * Adds one event: `image_generation.…` or `image_edit.…`.
 *
 * @returns whether it brought a picture, finished or not.
 */
export function foldImageEvent(stream: ImageEvents, value: unknown): boolean {
  const event = fields(value)
  const type = text(event['type']) ?? ''
  // Thrown by most versions of the client, as an ordinary event by 5.0 to 7.5.
  if (type === 'error') stream.failure = apiError(event['error'] ?? event)
  const finished = type.endsWith('.completed')
  if (!finished && !type.endsWith('.partial_image')) return false
  const picture = withoutBytes(event)
  stream.draft = finished ? undefined : picture
  if (finished && stream.finished.length < MAX_PICTURES) stream.finished.push(picture)
  stream.usage = event['usage'] ?? stream.usage
  return true
}

/** The API has no finish reasons; that its last event never came is worth one. */
export function imageEventsAnswer(stream: ImageEvents): Answer {
  const { draft, failure, finished, usage } = stream
  const cut = finished.length === 0 || draft !== undefined
  const pictures = draft ? [...finished, draft] : finished
  return {
    attributes: {
      ...(cut && { [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: ['error'] }),
      ...modalUsageAttributes(usage),
    },
    messages: () => pictures.map((one) => pictureMessage(one, one['output_format'])),
    failure,
  }
}

function withoutBytes({ b64_json, output_format }: Wire): Wire {
  return { output_format, ...(typeof b64_json === 'string' && { b64_json: '' }) }
}
