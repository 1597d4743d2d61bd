import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
} from '@kansoku/core/semconv'

import { foldAudioEvent, startAudioEvents, transcriptEventsAnswer } from '../../audio/events.ts'
import { blob } from '../../reading/blob.ts'
import { fields, someText, type Wire } from '../../reading/wire.ts'
import type { Aside, Beginning } from '../protocol.ts'

const EVENT = 'conversation.item.input_audio_transcription.'

/**
 * What the transcribing model does, which a session can have beside the one that answers: it is another call of another
 * model, billed apart, and in a session that only transcribes the only one.
 *
 * @param session what the server reported of the session
 */
export function transcription(
  event: Wire,
  session: Wire,
  conversation?: string,
): Aside | undefined {
  const type = someText(event['type']) ?? ''
  const heard = type === 'input_audio_buffer.committed'
  if (!heard && !type.startsWith(EVENT)) return undefined
  const settings = settingsOf(session)
  if (heard && settings === undefined) return undefined
  const kind = heard ? '' : type.slice(EVENT.length)
  return {
    id: `transcription ${someText(event['item_id']) ?? ''}`,
    beginning: () => beginning(someText(fields(settings)['model']), conversation),
    event: transcriptEvent(kind, event),
    ends: kind === 'completed' || kind === 'failed',
  }
}

/** Since general availability below `audio`, before that at the top. */
function settingsOf(session: Wire): unknown {
  const { input } = fields(session['audio'])
  return fields(input)['transcription'] ?? session['input_audio_transcription'] ?? undefined
}

/** The events of a streamed transcription by their names in the audio API, whose fold reads them. */
function transcriptEvent(kind: string, event: Wire): Wire | undefined {
  switch (kind) {
    case 'delta':
      return { type: 'transcript.text.delta', delta: event['delta'] }
    case 'segment':
      return { type: 'transcript.text.segment' }
    case 'completed':
      return { type: 'transcript.text.done', text: event['transcript'], usage: event['usage'] }
    case 'failed':
      return { type: 'error', error: event['error'] }
    default:
      return undefined
  }
}

function beginning(model: string | undefined, conversation: string | undefined): Beginning {
  return {
    operation: 'generate_content',
    model,
    attributes: {
      [ATTR_GEN_AI_REQUEST_MODEL]: model,
      [ATTR_GEN_AI_REQUEST_STREAM]: true,
      [ATTR_GEN_AI_OUTPUT_TYPE]: 'text',
      [ATTR_GEN_AI_CONVERSATION_ID]: conversation,
    },
    input: () => ({ inputMessages: [{ role: 'user', parts: [blob('audio', '')] }] }),
    fold: (keepsText) => {
      const stream = startAudioEvents(keepsText)
      return {
        add: (event) => foldAudioEvent(stream, event),
        response: () => transcriptEventsAnswer(stream),
      }
    },
  }
}
