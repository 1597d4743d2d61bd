import { fields, someText, text, type Wire } from '../reading/wire.ts'
import type { Turn } from './turn.ts'

/** A response that is under way, and what its events are told by. */
export interface Flight {
  readonly turn: Turn
  /** Of the Responses API: a lane works its requests off one by one, in their order. */
  readonly lane: string | undefined
  /** The event that asked for it; none where the server began by itself. */
  readonly request: Wire | undefined
  /** Whether its first event has come, with the id where there is one. */
  begun: boolean
  id: string | undefined
  /** The socket that it was sent on; none yet while the client keeps it in a queue. */
  socket: object | undefined
  /** The application asked for its end. */
  cancelled: boolean
}

/**
 * Which request a response answers that has just begun. Requests are answered in their order, but Realtime also answers
 * what it hears in between. What tells these apart is the metadata, which the server gives back.
 *
 * @param spontaneous whether the server begins responses by itself
 */
export function requestOf(
  waiting: readonly Flight[],
  response: Wire,
  spontaneous: boolean,
): Flight | undefined {
  if (response['metadata'] === undefined) return waiting[0]
  const given = JSON.stringify(fields(response['metadata']))
  const same = waiting.find(({ request }) => JSON.stringify(metadataOf(request)) === given)
  return same ?? (spontaneous ? undefined : waiting[0])
}

/** No metadata and none in it are told alike. */
function metadataOf(request: Wire | undefined): Wire {
  return fields(request?.['metadata'] ?? fields(request?.['response'])['metadata'])
}

/** What errors of Realtime are about that have nothing to do with `response.create`. */
const OTHER_CODES = /^(input_audio|conversation_item|item_|response_cancel|session_)/

/**
 * Which response an `error` of the server ends, if any.
 *
 * @param spontaneous as Realtime is: what ends a response that is under way is `response.done`, and an error answers a
 *   single event of the application, which it names where the application gave it a name.
 */
export function concerned(
  flights: readonly Flight[],
  event: Wire,
  spontaneous: boolean,
): Flight | undefined {
  const { code, event_id, param } = fields(event['error'])
  const waiting = flights.filter(({ begun }) => !begun)
  if (!spontaneous) {
    const lane = text(event['stream_id'])
    const inLane = flights.filter((flight) => flight.lane === lane)
    const only = flights.length === 1 && lane === undefined ? flights[0] : undefined
    return inLane.findLast(({ begun }) => begun) ?? inLane[0] ?? only
  }
  const named = someText(event_id)
  if (named !== undefined) return waiting.find(({ request }) => request?.['event_id'] === named)
  const about = someText(param) ?? 'response'
  if (OTHER_CODES.test(text(code) ?? '') || !about.startsWith('response')) return undefined
  return waiting.find(({ request }) => request?.['event_id'] === undefined)
}
