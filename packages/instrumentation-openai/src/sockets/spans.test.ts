import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ResponsesClientEvent } from 'openai/resources/responses/responses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { FORMATS, loadClient } from '../testing/clients.ts'
import { loadSockets, SOCKETS, times } from '../testing/socket-clients.ts'
import { realtimeEvents, responseEvents, SESSION } from '../testing/socket-fixtures.ts'
import { answering, type SocketServer, startSocketServer } from '../testing/socket-server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

let server: SocketServer
let recorder: Recorder

beforeEach(async () => {
  server = await startSocketServer()
  recorder = record()
})
afterEach(async () => {
  await server.close()
  await recorder.stop()
})

/** What all spans of this file share. */
function shared(): object {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.stream': true,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
    'llmops.content.capture': 'none',
    'server.address': '127.0.0.1',
    'server.port': server.port,
  }
}

const RESPONSES = ['resources/responses/ws', 'resources/beta/responses/ws'] as const
const REALTIME = ['realtime/ws', 'beta/realtime/ws'] as const

describe.each(
  RESPONSES.flatMap((path) =>
    SOCKETS[path].flatMap((major) => FORMATS.map((format) => [path, major, format] as const)),
  ),
)('a response over %s of openai %i as %s', (path, major, format) => {
  it('has a span with request, answer and usage', async () => {
    const { OpenAI } = await loadClient(major, format)
    const module = await loadSockets(path, major, format)
    recorder.instrumentation.manuallyInstrument(module)
    server.reply(answering(...responseEvents('resp_1', 'Yes')))
    const socket = new module.ResponsesWS(new OpenAI({ apiKey: 'test', baseURL: server.baseURL }))
    const request = {
      type: 'response.create',
      model: 'gpt-4o',
      temperature: 0,
      input: 'canary',
    } satisfies ResponsesClientEvent
    socket.send(request)
    await socket.emitted('response.completed')
    expect(recorder.spans().map(({ kind, name, status }) => ({ kind, name, status }))).toEqual([
      { kind: SpanKind.CLIENT, name: 'chat gpt-4o', status: { code: SpanStatusCode.UNSET } },
    ])
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...shared(),
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.temperature': 0,
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.cache_write.input_tokens': 0,
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 2,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'openai.api.type': 'responses',
      'openai.response.service_tier': 'default',
    })
    expect(server.received).toEqual([request])
    socket.close()
  })
})

/** What Realtime counted and said. */
const SPOKEN = {
  'gen_ai.conversation.id': 'conv_1',
  'gen_ai.request.model': 'gpt-realtime',
  'gen_ai.response.id': 'resp_1',
  'gen_ai.response.model': 'gpt-realtime-2025-08-28',
  'gen_ai.usage.audio.cache_read.input_tokens': 0,
  'gen_ai.usage.audio.input_tokens': 13,
  'gen_ai.usage.audio.output_tokens': 91,
  'gen_ai.usage.cache_read.input_tokens': 64,
  'gen_ai.usage.image.cache_read.input_tokens': 0,
  'gen_ai.usage.image.input_tokens': 0,
  'gen_ai.usage.input_tokens': 132,
  'gen_ai.usage.output_tokens': 121,
  'gen_ai.usage.text.cache_read.input_tokens': 64,
  'gen_ai.usage.text.input_tokens': 119,
  'gen_ai.usage.text.output_tokens': 30,
}

describe.each(
  REALTIME.flatMap((path) =>
    SOCKETS[path].flatMap((major) => FORMATS.map((format) => [path, major, format] as const)),
  ),
)('a response over %s of openai %i as %s', (path, major, format) => {
  it('has a span, asked for or begun by the server', async () => {
    const { OpenAI } = await loadClient(major, format)
    const module = await loadSockets(path, major, format)
    recorder.instrumentation.manuallyInstrument(module)
    server.greet(SESSION)
    server.reply(answering(...realtimeEvents('resp_1'), ...realtimeEvents('resp_2')))
    const socket = new module.OpenAIRealtimeWS(
      { model: 'gpt-realtime', options: server.options },
      new OpenAI({ apiKey: 'test', baseURL: server.baseURL }),
    )
    await socket.emitted('session.created')
    socket.send({ type: 'response.create', response: { output_modalities: ['audio'] } })
    await times(socket, 'response.done', 2)
    expect(recorder.spans().map(({ name, status }) => ({ name, status }))).toEqual([
      { name: 'chat gpt-realtime', status: { code: SpanStatusCode.UNSET } },
      { name: 'chat gpt-realtime', status: { code: SpanStatusCode.UNSET } },
    ])
    expect(recorder.spans().map(({ attributes }) => attributes)).toEqual([
      { ...shared(), ...SPOKEN, 'gen_ai.output.type': 'speech' },
      { ...shared(), ...SPOKEN, 'gen_ai.response.id': 'resp_2' },
    ])
    socket.close()
  })
})
