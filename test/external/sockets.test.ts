import { definePrompt, oneOf, withConversation } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import {
  eventually,
  type SocketWorld,
  socketWorld,
} from '../../packages/instrumentation-openai/src/testing/socket-fixture.ts'
import {
  realtimeEvents,
  responseEvents,
  SESSION,
} from '../../packages/instrumentation-openai/src/testing/socket-fixtures.ts'
import type { Event } from '../../packages/instrumentation-openai/src/testing/socket-server.ts'
import { createJudge } from './semconv-judge.ts'

const FAILED = {
  status: 'failed',
  details: { error: { type: 'server_error', code: 'overloaded' } },
}
const ERROR = { type: 'error', error: { code: 'rate_limit_exceeded', message: 'Slow down' } }

/** What the server answers to a request, by the name that the request has in its metadata. */
const ANSWERS: Readonly<Record<string, readonly object[]>> = {
  plain: responseEvents('resp_1', 'Yes'),
  refused: [ERROR],
  cut: responseEvents('resp_2', 'Yes').slice(0, 4),
  spoken: realtimeEvents('resp_3', { metadata: { name: 'spoken' } }),
  heard: realtimeEvents('resp_4'),
  failed: realtimeEvents('resp_5', { ...FAILED, metadata: { name: 'failed' } }),
  cancelled: realtimeEvents('resp_6', {
    status: 'cancelled',
    details: { type: 'cancelled', reason: 'turn_detected' },
    metadata: { name: 'cancelled' },
  }),
}

function nameOf({ metadata, response }: Event): string {
  const given = metadata ?? (response as { metadata?: unknown } | undefined)?.metadata
  return String((given as { name?: unknown } | undefined)?.name)
}

/** A session that also writes down what it hears. */
const LISTENING = {
  ...SESSION,
  session: {
    model: 'gpt-realtime',
    instructions: 'Be brief',
    tools: [{ type: 'function', name: 'search', parameters: {} }],
    audio: { input: { transcription: { model: 'gpt-4o-transcribe' } } },
  },
}
const TRANSCRIPTION = 'conversation.item.input_audio_transcription'
const HEARD = [
  { type: 'input_audio_buffer.committed', item_id: 'item_1' },
  { type: `${TRANSCRIPTION}.delta`, item_id: 'item_1', delta: 'Is it' },
  {
    type: `${TRANSCRIPTION}.completed`,
    item_id: 'item_1',
    transcript: 'Is it new?',
    usage: {
      type: 'tokens',
      input_tokens: 26,
      input_token_details: { text_tokens: 5, audio_tokens: 21 },
      output_tokens: 4,
      total_tokens: 30,
    },
  },
]

async function play({ openRealtime, openResponses, recorder, server }: SocketWorld): Promise<void> {
  server.greet(LISTENING)
  server.reply((event, socket) => {
    if (event.type === 'input_audio_buffer.commit')
      for (const heard of HEARD) socket.send(JSON.stringify(heard))
    if (event.type === 'response.create')
      for (const answer of ANSWERS[nameOf(event)] ?? []) socket.send(JSON.stringify(answer))
  })
  const responses = await openResponses()
  for (const name of ['plain', 'refused', 'cut'])
    responses.send({
      type: 'response.create',
      model: 'gpt-4o',
      temperature: 0,
      instructions: 'Say Yes or No',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Is it new?' }] }],
      tools: [{ type: 'function', name: 'search', parameters: {}, strict: true }],
      metadata: { name },
    })
  await eventually(() => recorder.spans().length === 2)
  responses.close()
  await eventually(() => recorder.spans().length === 3)

  const realtime = await openRealtime()
  await eventually(() => server.sockets().size === 1)
  realtime.send({
    type: 'conversation.item.create',
    item: {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: 'Is it new?' },
        { type: 'input_audio', audio: 'AAAA', transcript: 'Say it' },
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
      ],
    },
  })
  realtime.send({ type: 'input_audio_buffer.commit' })
  await eventually(() => recorder.spans().length === 4)
  for (const name of ['spoken', 'heard', 'failed', 'cancelled'])
    realtime.send({
      type: 'response.create',
      response: { output_modalities: ['audio'], metadata: { name } },
    })
  // What was heard has no metadata: a response that nobody asked for, while the request for it waits for ever.
  await eventually(() => recorder.spans().length === 8)
  for (const socket of server.sockets()) socket.terminate()
  await eventually(() => recorder.spans().length === 9)
}

describe('the GenAI conventions', () => {
  it.each(['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'] as const)(
    'are kept by responses over sockets with %s',
    async (capture) => {
      const world = await socketWorld({ captureMessageContent: capture })
      const { recorder } = world
      const prompt = definePrompt({ name: 'new', version: 1, output: oneOf('Yes', 'No') })
      await withConversation('c-1', () => prompt.run(() => play(world)))
      const captured = {
        spans: recorder.spans(),
        events: recorder.events(),
        metrics: await recorder.metrics(),
        started: recorder.started,
      }
      expect(captured.spans).toHaveLength(9)
      expect(captured.spans.map(({ attributes }) => attributes['error.type'])).toEqual([
        undefined,
        'rate_limit_exceeded',
        undefined,
        undefined,
        undefined,
        undefined,
        'overloaded',
        undefined,
        'connection_closed',
      ])
      expect(recorder.open()).toBe(0)
      expect(createJudge({ capture }).all(captured)).toEqual([])
      await world.stop()
    },
  )
})
