import type { Message, MessagePart } from '@kansoku/core'
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_RESPONSE_MODEL,
} from '@kansoku/core/semconv'

import { blob } from '../../reading/blob.ts'
import { fields, integer, list, number, someText, text, type Wire } from '../../reading/wire.ts'
import { startResponseEvents } from '../../responses/events.ts'
import { responsesInput } from '../../responses/messages.ts'
import type { Beginning, Protocol } from '../protocol.ts'
import { foldRealtimeEvent, realtimeAnswer } from './events.ts'
import { responsesItem } from './items.ts'
import { transcription } from './transcription.ts'

/** New items of a conversation that are kept until a response takes them as its input. */
const MAX_ITEMS = 64

/** @param model what the application asked for when it connected. */
export function realtimeProtocol(model: string | undefined): Protocol {
  /** What the application set; the server reports it with all defaults, which nobody asked for. */
  let settings: Wire = {}
  let session: Wire = {}
  let conversation: string | undefined
  let items: Message[] = []
  /** What was said to the model, by the item's id: the words arrive later, often while it answers. */
  const spoken = new Map<string, MessagePart[]>()

  const beginning = (response: Wire, of: string | undefined, provider: string): Beginning => {
    const asked = { ...settings, ...response }
    const given = response['input']
    const messages = Array.isArray(given) ? inputMessages(given) : [...items]
    // What is outside the conversation does not use its new items up.
    if (response['conversation'] !== 'none') items = []
    const requested = model ?? someText(session['model'])
    const prompt = fields(asked['prompt'])
    return {
      operation: 'chat',
      model: requested,
      attributes: {
        [ATTR_GEN_AI_REQUEST_MODEL]: requested,
        [ATTR_GEN_AI_REQUEST_STREAM]: true,
        [ATTR_GEN_AI_REQUEST_TEMPERATURE]: number(asked['temperature']),
        [ATTR_GEN_AI_REQUEST_MAX_TOKENS]: integer(
          asked['max_output_tokens'] ?? asked['max_response_output_tokens'],
        ),
        [ATTR_GEN_AI_REQUEST_REASONING_LEVEL]: text(fields(asked['reasoning'])['effort']),
        [ATTR_GEN_AI_OUTPUT_TYPE]: outputType(
          list(asked['output_modalities'] ?? asked['modalities']),
        ),
        [ATTR_GEN_AI_PROMPT_NAME]: someText(prompt['id']),
        [ATTR_GEN_AI_PROMPT_VERSION]: someText(prompt['version']),
        [ATTR_GEN_AI_CONVERSATION_ID]: of,
      },
      input: () => ({
        ...responsesInput({
          instructions: response['instructions'] ?? session['instructions'],
          tools: response['tools'] ?? session['tools'],
        }),
        ...(messages.length > 0 && { inputMessages: messages }),
      }),
      fold: (keepsText) => {
        const stream = startResponseEvents(keepsText)
        return {
          add: (event) => foldRealtimeEvent(stream, event),
          response: () => {
            const { conversation_id } = stream.final ?? {}
            const known = {
              [ATTR_GEN_AI_RESPONSE_MODEL]: someText(session['model']),
              [ATTR_GEN_AI_CONVERSATION_ID]: someText(conversation_id),
            }
            return realtimeAnswer(stream, provider, known)
          },
        }
      },
    }
  }
  const add = (message: Message): void => {
    if (items.push(message) > MAX_ITEMS) items.shift()
  }

  return {
    sent: (event) => {
      if (event['type'] === 'session.update')
        settings = { ...settings, ...fields(event['session']) }
      if (event['type'] === 'conversation.item.create') inputMessages([event['item']]).forEach(add)
    },
    received: (event) => {
      switch (event['type']) {
        case 'session.created':
        case 'session.updated':
          session = fields(event['session'])
          break
        case 'conversation.created':
          conversation = someText(fields(event['conversation'])['id'])
          break
        case 'response.created':
          conversation = someText(fields(event['response'])['conversation_id']) ?? conversation
          break
        case 'input_audio_buffer.committed': {
          const parts: MessagePart[] = [blob('audio', '')]
          spoken.set(text(event['item_id']) ?? '', parts)
          if (spoken.size > MAX_ITEMS) spoken.delete(spoken.keys().next().value ?? '')
          add({ role: 'user', parts })
          break
        }
        case 'conversation.item.input_audio_transcription.completed': {
          const said = someText(event['transcript'])
          if (said !== undefined)
            spoken.get(text(event['item_id']) ?? '')?.push({ type: 'text', content: said })
          break
        }
        default:
      }
    },
    asked: (event, provider) => {
      const response = fields(event['response'])
      const outside = response['conversation'] === 'none'
      return beginning(response, outside ? undefined : conversation, provider)
    },
    begun: (response, provider) => beginning({}, someText(response['conversation_id']), provider),
    aside: (event) => transcription(event, session, conversation),
    final: new Set(['response.done']),
    setsContext: new Set(['session.update']),
    spontaneous: true,
  }
}

function inputMessages(items: readonly unknown[]): readonly Message[] {
  return responsesInput({ input: items.map(responsesItem) }).inputMessages ?? []
}

/** Speech comes with its transcript, so text beside audio is no second format. */
function outputType(modalities: readonly unknown[]): string | undefined {
  if (modalities.includes('audio')) return 'speech'
  return modalities.includes('text') ? 'text' : undefined
}
