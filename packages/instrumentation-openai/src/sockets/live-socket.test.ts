import { withMetadata } from '@kansoku/core'
import * as forks from 'openai/resources/live/forks/ws'
import * as sideband from 'openai/resources/live/sideband/ws'
import * as live from 'openai/resources/live/ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { eventually, type SocketWorld, socketWorld } from '../testing/socket-fixture.ts'
import { responseEvents } from '../testing/socket-fixtures.ts'

let world: SocketWorld

beforeEach(async () => {
  world = await socketWorld({ captureMessageContent: 'EVENT_ONLY' })
  for (const module of [forks, sideband, live])
    world.recorder.instrumentation.manuallyInstrument(module)
})
afterEach(() => world.stop())

/** As Live hands them on: told by another event, and the last one without its output. */
function delegated(id: string, delegation_id: string): object[] {
  return responseEvents(id, 'canary-found').map((event) => {
    const { response } = event as { response?: object }
    return {
      type: 'response.event',
      event_id: 'event_1',
      delegation_id,
      event: response ? { ...event, response: { ...response, output: [] } } : event,
    }
  })
}

const SESSION = {
  model: 'gpt-live-1',
  delegation: {
    type: 'responses',
    responses: { model: 'gpt-4o', instructions: 'canary-brief', max_output_tokens: 500 },
  },
} as const

describe('Live', () => {
  it('has a span for each response that it delegates, with request, usage and output', async () => {
    const { client, recorder, server } = world
    server.reply(({ type }, socket) => {
      if (type !== 'session.start') return
      const [a, b] = [delegated('resp_1', 'one'), delegated('resp_2', 'two')]
      a.forEach((event, index) => {
        socket.send(JSON.stringify(event))
        socket.send(JSON.stringify(b[index]))
      })
      socket.send(JSON.stringify({ type: 'error', error: { code: 'other' } }))
    })
    const socket = new live.LiveWS(client)
    socket.on('error', () => {})
    withMetadata({ room: 4 }, () => socket.send({ type: 'session.start', session: SESSION }))
    socket.send({ type: 'response.create' })
    await eventually(() => recorder.spans().length === 2)
    const [first, second] = recorder.spans().map(({ attributes }) => attributes)
    expect(first).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.max_tokens': 500,
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.cache_write.input_tokens': 0,
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 2,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'llmops.content.capture': 'event',
      'llmops.metadata.room': 4,
      'openai.api.type': 'responses',
      'openai.response.service_tier': 'default',
      'server.address': '127.0.0.1',
      'server.port': server.port,
    })
    expect(second?.['gen_ai.response.id']).toBe('resp_2')
    expect(recorder.events()[0]?.attributes).toMatchObject({
      'gen_ai.system_instructions': [{ type: 'text', content: 'canary-brief' }],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: 'canary-found' }] },
      ],
    })
    expect(recorder.open()).toBe(0)
    socket.close()
  })

  it.each([
    ['sideband', () => new sideband.SidebandWS(world.client, { session_id: 'sess_1' })],
    ['a fork', () => new forks.ForksWS(world.client, { session_id: 'sess_1' })],
  ])('is seen by %s as well, also that a response waits for a tool', async (_, open) => {
    const { recorder, server } = world
    const socket = open()
    socket.on('error', () => {})
    await new Promise<void>((resolve) => socket.socket.on('open', () => resolve()))
    const item = { type: 'function_call', call_id: 'call_1', name: 'search', arguments: '{}' }
    const [created, , , , , , completed] = delegated('resp_1', 'one')
    const done = { type: 'response.output_item.done', output_index: 0, item }
    for (const peer of server.sockets())
      for (const event of [
        created,
        { type: 'response.event', delegation_id: 'one', event: done },
        completed,
      ])
        peer.send(JSON.stringify(event))
    await eventually(() => recorder.spans().length === 1)
    expect(
      recorder
        .spans()
        .map(({ attributes, name }) => [name, attributes['gen_ai.response.finish_reasons']]),
    ).toEqual([['chat gpt-4o-2024-08-06', ['tool_calls']]])
    socket.close()
  })
})
