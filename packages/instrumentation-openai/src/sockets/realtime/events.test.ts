import { describe, expect, it } from 'vitest'

import { startResponseEvents } from '../../responses/events.ts'
import { foldRealtimeEvent, realtimeAnswer } from './events.ts'

const PLACE = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 }
const CREATED = { type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } }

function added(item: object): object {
  return { type: 'response.output_item.added', response_id: 'resp_1', output_index: 0, item }
}

function read(events: readonly object[], keepsText = true): unknown {
  const stream = startResponseEvents(keepsText)
  for (const event of events) foldRealtimeEvent(stream, event)
  const answer = realtimeAnswer(stream, 'openai', { 'gen_ai.response.model': 'm' })
  return { ...answer, messages: answer.messages?.(), output: answer.output?.() }
}

function said(content: string): unknown {
  return [{ role: 'assistant', parts: [{ type: 'text', content }] }]
}

const MESSAGE = { id: 'item_1', type: 'message', role: 'assistant', content: [] }
const CUT = {
  'gen_ai.response.finish_reasons': ['error'],
  'gen_ai.response.id': 'resp_1',
  'gen_ai.response.model': 'm',
}

describe('a response of Realtime', () => {
  it.each([
    'response.audio_transcript.delta',
    'response.output_audio_transcript.delta',
    'response.output_text.delta',
    'response.text.delta',
  ])('that was cut has what %s told', (type) => {
    const events = [
      CREATED,
      added(MESSAGE),
      { ...PLACE, type, delta: 'Go' },
      { ...PLACE, type, delta: 'od' },
    ]
    expect(read(events)).toEqual({
      attributes: CUT,
      output: { text: 'Good', toolCalls: [] },
      messages: said('Good'),
    })
    expect(read(events, false)).toEqual({
      attributes: CUT,
      output: { text: '', toolCalls: [] },
      messages: [],
    })
  })

  it.each([
    ['text', { type: 'text', text: 'Good' }],
    ['text', { type: 'output_text', text: 'Good' }],
    ['speech', { type: 'audio', transcript: 'Good' }],
    ['speech', { type: 'output_audio', transcript: 'Good', audio: 'AAAA' }],
  ])('has its %s in the words of %j', (_, part) => {
    const response = {
      id: 'resp_1',
      status: 'completed',
      output: [{ ...MESSAGE, content: [part] }],
    }
    expect(read([CREATED, { type: 'response.done', response }])).toEqual({
      attributes: { ...CUT, 'gen_ai.response.finish_reasons': ['stop'] },
      failure: undefined,
      output: { text: 'Good', toolCalls: [], finishReason: 'stop' },
      messages: said('Good'),
    })
  })

  it('that was cut in a call has its arguments as far as they came', () => {
    const call = { id: 'item_1', type: 'function_call', call_id: 'call_1', name: 'search' }
    const type = 'response.function_call_arguments.delta'
    expect(read([CREATED, added(call), { ...PLACE, type, delta: '{"q"' }])).toMatchObject({
      output: { text: '', toolCalls: ['search'] },
      messages: [
        {
          role: 'assistant',
          parts: [{ type: 'tool_call', id: 'call_1', name: 'search', arguments: '{"q"' }],
        },
      ],
    })
  })

  it('counts every piece of sound, of text and of arguments as output, and nothing else', () => {
    const stream = startResponseEvents(false)
    const types = [
      'response.created',
      'response.output_item.added',
      'response.output_audio.delta',
      'response.audio.delta',
      'response.text.delta',
      'response.function_call_arguments.delta',
      'response.output_audio.done',
      'response.done',
    ]
    expect(types.filter((type) => foldRealtimeEvent(stream, { ...PLACE, type }))).toEqual([
      'response.output_audio.delta',
      'response.audio.delta',
      'response.text.delta',
      'response.function_call_arguments.delta',
    ])
  })
})
