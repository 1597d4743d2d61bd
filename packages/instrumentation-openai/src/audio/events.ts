import { ATTR_GEN_AI_RESPONSE_FINISH_REASONS } from '@kansoku/core/semconv'

import type { Answer } from '../call/answer.ts'
import { apiError } from '../reading/api-error.ts'
import { blob } from '../reading/blob.ts'
import { MAX_TEXT, take } from '../reading/kept-text.ts'
import { modalUsageAttributes } from '../reading/modal-usage.ts'
import { fields, someText, text } from '../reading/wire.ts'

/** A stream of sound or of its transcript, as far as it was read. Sound is not kept. */
export interface AudioEvents {
  readonly keepsText: boolean
  room: number
  text: string
  /** Whether any sound came. */
  sound: boolean
  /** The last event, which says that it is whole. */
  done: boolean
  usage: unknown
  failure: Error | undefined
}

export function startAudioEvents(keepsText: boolean): AudioEvents {
  return {
    keepsText,
    room: MAX_TEXT,
    text: '',
    sound: false,
    done: false,
    usage: undefined,
    failure: undefined,
  }
}

/**
 * Adds one event: `transcript.text.…` or `speech.audio.…`.
 *
 * @returns whether it carried a piece of text or of sound.
 */
export function foldAudioEvent(stream: AudioEvents, value: unknown): boolean {
  const event = fields(value)
  switch (event['type']) {
    case 'transcript.text.delta': {
      const piece = someText(event['delta'])
      if (piece !== undefined && stream.keepsText) stream.text += take(stream, piece)
      return piece !== undefined
    }
    // A speaker's passage, whose text comes in deltas and in the last event as well.
    case 'transcript.text.segment':
      return true
    case 'speech.audio.delta':
      stream.sound = true
      return true
    case 'transcript.text.done':
      if (stream.keepsText) stream.text = text(event['text'])?.slice(0, MAX_TEXT) ?? stream.text
      stream.done = true
      stream.usage = event['usage'] ?? stream.usage
      return false
    case 'speech.audio.done':
      stream.done = true
      stream.usage = event['usage'] ?? stream.usage
      return false
    // Thrown by most versions of the client, as an ordinary event by 5.0 to 7.5.
    case 'error':
      stream.failure = apiError(event['error'] ?? event)
      return false
    default:
      return false
  }
}

/** A transcript that a contract may judge: as `truncated` where the last event never came. */
export function transcriptEventsAnswer(stream: AudioEvents): Answer {
  return {
    ...endOf(stream),
    output: () => ({ text: stream.text, ...(stream.done && { finishReason: 'stop' }) }),
    messages: () =>
      stream.text === ''
        ? []
        : [{ role: 'assistant', parts: [{ type: 'text', content: stream.text }] }],
  }
}

/** Only for who asks the client for a stream of events by the request option `stream`; see `speechResponse`. */
export function speechEventsAnswer(stream: AudioEvents): Answer {
  return {
    ...endOf(stream),
    messages: () => (stream.sound ? [{ role: 'assistant', parts: [blob('audio', '')] }] : []),
  }
}

/** The API has no finish reasons; that its last event never came is worth one. */
function endOf({ done, failure, usage }: AudioEvents): Answer {
  return {
    attributes: {
      ...(!done && { [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: ['error'] }),
      ...modalUsageAttributes(usage),
    },
    failure,
  }
}
