import { present } from '@kansoku/core'
import type { Attributes } from '@opentelemetry/api'

import type { Answer } from '../../call/answer.ts'
import { fields, list, text, type Wire } from '../../reading/wire.ts'
import {
  foldResponseEvent,
  type ResponseEvents,
  responseEventsAnswer,
} from '../../responses/events.ts'
import { responsesItem } from './items.ts'
import { realtimeUsageAttributes } from './usage.ts'

/** Pieces of text by the names that Realtime has for them, before general availability and since. */
const TEXT_DELTAS = new Set([
  'response.audio_transcript.delta',
  'response.output_audio_transcript.delta',
  'response.text.delta',
])

/** The one last event of a response, under the names by which the Responses API tells its ends apart. */
const ENDINGS: ReadonlyMap<unknown, string> = new Map([
  ['completed', 'response.completed'],
  ['incomplete', 'response.incomplete'],
  ['failed', 'response.failed'],
  ['cancelled', 'response.cancelled'],
])

/** Adds one event to the fold of the Responses API, whose cousin Realtime is. */
export function foldRealtimeEvent(stream: ResponseEvents, value: unknown): boolean {
  return foldResponseEvent(stream, responsesEvent(fields(value), stream.keepsText))
}

/** @param session what the server reported of the session: a response does not name its model. */
export function realtimeAnswer(
  stream: ResponseEvents,
  provider: string,
  session: Attributes,
): Answer {
  const answer = responseEventsAnswer(stream, provider)
  const attributes = present(
    session,
    answer.attributes,
    realtimeUsageAttributes(fields(stream.final)['usage']),
  )
  return { ...answer, attributes }
}

function responsesEvent(event: Wire, keepsText: boolean): Wire {
  const type = text(event['type']) ?? ''
  if (type === 'response.done') return doneEvent(fields(event['response']))
  if (!keepsText) return event
  if (TEXT_DELTAS.has(type)) return { ...event, type: 'response.output_text.delta' }
  return type.startsWith('response.output_item.')
    ? { ...event, item: responsesItem(event['item']) }
    : event
}

function doneEvent(response: Wire): Wire {
  const details = fields(response['status_details'])
  return {
    type: ENDINGS.get(response['status']) ?? 'response.completed',
    response: {
      ...response,
      output: list(response['output']).map(responsesItem),
      incomplete_details: { reason: details['reason'] },
      error: details['error'],
    },
  }
}
