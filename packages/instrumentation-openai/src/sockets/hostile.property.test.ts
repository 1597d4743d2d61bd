import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sourceOf } from '../patch/instrumentation.ts'
import { record, type Recorder } from '../testing/telemetry.ts'
import { createConnection } from './connection.ts'
import { liveProtocol } from './live-protocol.ts'
import { realtimeProtocol } from './realtime/protocol.ts'
import { RESPONSES } from './responses-protocol.ts'

let recorder: Recorder

beforeAll(() => {
  recorder = record({ captureMessageContent: 'SPAN_AND_EVENT' })
})
afterAll(() => recorder.stop())

const TYPES = [
  'conversation.item.create',
  'conversation.created',
  'conversation.item.input_audio_transcription.completed',
  'conversation.item.input_audio_transcription.delta',
  'conversation.item.input_audio_transcription.failed',
  'error',
  'input_audio_buffer.committed',
  'response.cancel',
  'response.completed',
  'response.create',
  'response.created',
  'response.done',
  'response.event',
  'response.failed',
  'response.output_audio_transcript.delta',
  'response.output_item.added',
  'response.output_item.done',
  'response.output_text.delta',
  'response.text.delta',
  'session.created',
  'session.start',
  'session.started',
  'session.update',
]
const KEYS = [
  'content',
  'conversation_id',
  'delegation',
  'delegation_id',
  'delta',
  'error',
  'event',
  'event_id',
  'id',
  'input',
  'instructions',
  'item',
  'item_id',
  'metadata',
  'model',
  'output',
  'output_index',
  'response',
  'response_id',
  'session',
  'status',
  'status_details',
  'stream_id',
  'tools',
  'transcript',
  'type',
  'usage',
]

const id = fc.constantFrom('a', 'b', 'c')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    id,
    fc.constantFrom('completed', 'cancelled', 'failed', 'message', 'function_call', 'audio'),
    fc.constantFrom(null, undefined, 0, -1, true, ''),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
  ),
}))
const event = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...TYPES),
      fc.constantFrom('response.create', 'response.created', 'response.done', 'response.event'),
    ),
    fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 6 }),
  )
  .map(([type, rest]) => Object.assign(rest, { type }))
/** Live tells of a response's events by another event. */
const told = fc.oneof(
  event,
  event.map((inner): Record<string, unknown> => ({ type: 'response.event', event: inner })),
)
const step = fc.tuple(
  fc.constantFrom('sent', 'sent', 'received', 'received', 'received', 'dropped', 'closing'),
  told,
)

describe.each([
  ['Responses', () => RESPONSES],
  ['Realtime', () => realtimeProtocol(undefined)],
  ['Live', liveProtocol],
])('whatever goes over a connection of %s', (_, protocol) => {
  it('nothing throws, and nothing stays open', () => {
    const source = sourceOf(recorder.instrumentation)
    let ended = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
        const connection = createConnection(protocol(), {
          source: () => source,
          callee: () => ({ provider: 'openai' }),
        })
        const socket = {}
        for (const [kind, each] of steps)
          if (kind === 'sent') {
            const flight = connection.sending(each)
            if (flight) connection.sent(flight, socket)
          } else if (kind === 'received') connection.received(each, socket)
          else if (kind === 'closing') connection.closing()
          else connection.dropped(socket, 'dropped')
        connection.dropped(undefined, 'closed')
        expect(recorder.open()).toBe(0)
        expect(recorder.diagnostics.filter((line) => line.startsWith('kansoku'))).toEqual([])
        ended += recorder.spans().length
        recorder.reset()
      }),
      { numRuns: 500 },
    )
    expect(ended).toBeGreaterThan(100)
  })
})
