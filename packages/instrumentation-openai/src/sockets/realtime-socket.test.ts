import { definePrompt, oneOf, withConversation, withMetadata } from '@kansoku/core'
import { context } from '@opentelemetry/api'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { loadClient } from '../testing/clients.ts'
import { loadSockets } from '../testing/socket-clients.ts'
import { eventually, type SocketWorld, socketWorld } from '../testing/socket-fixture.ts'
import { realtimeEvents, SESSION } from '../testing/socket-fixtures.ts'
import { answering, type Event } from '../testing/socket-server.ts'

let world: SocketWorld

beforeEach(async () => {
  world = await socketWorld()
  world.server.greet(SESSION)
})
afterEach(() => world.stop())

async function ended(count: number): Promise<unknown[]> {
  await eventually(() => world.recorder.spans().length >= count)
  return world.recorder
    .spans()
    .map(({ attributes }) => [
      attributes['gen_ai.response.id'],
      attributes['error.type'],
      attributes['gen_ai.response.finish_reasons'],
    ])
}

function attribute(name: string): unknown[] {
  return world.recorder.spans().map(({ attributes }) => attributes[name])
}

const CREATE = { type: 'response.create' } as const

describe('a response of Realtime', () => {
  it('has what the application set for the session and for it, and nothing that nobody set', async () => {
    const { openRealtime, server } = world
    server.reply(answering(...realtimeEvents('resp_1')))
    const socket = await openRealtime()
    socket.send({
      type: 'session.update',
      session: {
        type: 'realtime',
        max_output_tokens: 500,
        output_modalities: ['text'],
        reasoning: { effort: 'low' },
      },
    })
    socket.send({ ...CREATE, response: { max_output_tokens: 200 } })
    socket.send({ ...CREATE, response: { output_modalities: ['audio'], max_output_tokens: 'inf' } })
    await ended(2)
    expect(attribute('gen_ai.request.max_tokens')).toEqual([200, undefined])
    expect(attribute('gen_ai.output.type')).toEqual(['text', 'speech'])
    expect(attribute('gen_ai.request.reasoning.level')).toEqual(['low', 'low'])
    socket.close()
  })

  it('is told apart by its metadata from what the server begins by itself', async () => {
    const { openRealtime, server } = world
    server.reply((event: Event, socket) => {
      if (event.type !== 'response.create') return
      const asked = realtimeEvents('asked', { metadata: { topic: 'search' } })
      const heard = realtimeEvents('heard')
      for (const each of [...heard.slice(0, 3), ...asked, ...heard.slice(3)])
        socket.send(JSON.stringify(each))
    })
    const socket = await openRealtime()
    const prompt = definePrompt({ name: 'topic', version: 1, output: oneOf('Yes', 'No') })
    prompt.run(() =>
      socket.send({ ...CREATE, response: { conversation: 'none', metadata: { topic: 'search' } } }),
    )
    expect(await ended(2)).toEqual([
      ['asked', undefined, ['stop']],
      ['heard', undefined, ['stop']],
    ])
    expect(attribute('gen_ai.prompt.name')).toEqual(['topic', undefined])
    expect(attribute('llmops.output.valid')).toEqual([true, undefined])
    socket.close()
  })

  it('that nobody asked for belongs to the context of the last session.update', async () => {
    const { openRealtime, server } = world
    server.reply(({ type }, socket) => {
      if (type === 'input_audio_buffer.append')
        for (const each of realtimeEvents('heard')) socket.send(JSON.stringify(each))
    })
    const prompt = definePrompt({ name: 'guide', version: 3 })
    const socket = await openRealtime()
    withConversation('c-1', () =>
      prompt.run(() =>
        socket.send({
          type: 'session.update',
          session: { type: 'realtime', instructions: 'brief' },
        }),
      ),
    )
    withMetadata({ chunk: 1 }, () =>
      socket.send({ type: 'input_audio_buffer.append', audio: 'AA' }),
    )
    await ended(1)
    expect(world.recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.prompt.name': 'guide',
      'gen_ai.conversation.id': 'c-1',
    })
    expect(attribute('llmops.metadata.chunk')).toEqual([undefined])
    socket.close()
  })

  it.each([
    ['cancelled', { type: 'cancelled', reason: 'client_cancelled' }, [undefined, ['error']]],
    ['cancelled', { type: 'cancelled', reason: 'turn_detected' }, [undefined, ['error']]],
    ['incomplete', { type: 'incomplete', reason: 'max_output_tokens' }, [undefined, ['length']]],
    ['incomplete', { reason: 'content_filter' }, [undefined, ['content_filter']]],
    ['failed', { error: { type: 'server_error', code: 'overloaded' } }, ['overloaded', ['error']]],
    ['failed', { error: { type: 'server_error' } }, ['server_error', ['error']]],
    ['failed', {}, ['response_failed', ['error']]],
  ])('that is %s by %j ends so', async (status, details, end) => {
    const { openRealtime, server } = world
    server.reply(answering(...realtimeEvents('resp_1', { status, details })))
    const socket = await openRealtime()
    socket.send(CREATE)
    expect(await ended(1)).toEqual([['resp_1', ...end]])
    expect(attribute('gen_ai.usage.output_tokens')).toEqual([121])
    socket.close()
  })

  it('is not ended by errors about other events, only by one about its own', async () => {
    const { openRealtime, recorder, server } = world
    const socket = await openRealtime()
    socket.send({ ...CREATE, event_id: 'mine' })
    socket.send(CREATE)
    const say = (error: object): void => {
      for (const peer of server.sockets()) peer.send(JSON.stringify({ type: 'error', error }))
    }
    await eventually(() => server.received.length === 2)
    const seen: unknown[] = []
    socket.on('event', (event) => seen.push(event))
    say({ code: 'input_audio_buffer_commit_empty' })
    say({ code: 'unknown_parameter', param: 'session.voice' })
    say({ code: 'invalid_value', event_id: 'of another' })
    await eventually(() => seen.length === 3)
    expect(recorder.spans()).toHaveLength(0)
    say({ code: 'conversation_already_has_active_response', event_id: 'mine' })
    say({ code: 'invalid_value', param: 'response.voice' })
    expect(await ended(2)).toEqual([
      [undefined, 'conversation_already_has_active_response', undefined],
      [undefined, 'invalid_value', undefined],
    ])
    expect(recorder.open()).toBe(0)
    socket.close()
  })

  it('that the application cancelled is no failure when the connection goes', async () => {
    const { openRealtime, server } = world
    server.reply(({ type }, socket) => {
      if (type === 'response.create')
        for (const each of realtimeEvents('resp_1').slice(0, 3)) socket.send(JSON.stringify(each))
      if (type === 'response.cancel') socket.terminate()
    })
    const socket = await openRealtime()
    socket.on('response.created', () => socket.send({ type: 'response.cancel' }))
    socket.send(CREATE)
    expect(await ended(1)).toEqual([['resp_1', undefined, ['error']]])
  })

  it('that a close of the server cuts says what the server said', async () => {
    const { openRealtime, recorder, server } = world
    server.reply(({ type }, socket) => {
      if (type !== 'response.create') return
      for (const each of realtimeEvents('resp_1').slice(0, 3)) socket.send(JSON.stringify(each))
      socket.close(1001, 'session expired')
    })
    const socket = await openRealtime()
    socket.send(CREATE)
    expect(await ended(1)).toEqual([['resp_1', 'connection_closed', ['error']]])
    expect(recorder.spans()[0]?.status.message).toBe(
      'the connection was closed with code 1001: session expired',
    )
  })

  it('that the application asks for when it has closed the connection is no failure', async () => {
    const { openRealtime, server } = world
    server.greet()
    const socket = await openRealtime()
    socket.close()
    await new Promise((resolve) => socket.socket.on('close', resolve))
    socket.send(CREATE)
    expect(await ended(1)).toEqual([[undefined, undefined, undefined]])
  })

  it('goes on when the client has recovered its connection', async () => {
    const { client, recorder, server } = world
    server.reply((event, socket) => {
      if (event['event_id'] === 'lost') socket.terminate()
      else for (const each of realtimeEvents('resp_2')) socket.send(JSON.stringify(each))
    })
    const socket = new OpenAIRealtimeWS(
      {
        model: 'gpt-realtime',
        options: server.options,
        reconnect: true,
        reconnectInitialDelay: 10,
        maxQueueBytes: 10_000,
      },
      client,
    )
    socket.on('error', () => {})
    await new Promise((resolve) => socket.socket.on('open', resolve))
    const recovered = new Promise<void>((resolve) => socket.on('reconnected', () => resolve()))
    const lost = new Promise<void>((resolve) => socket.on('reconnecting', () => resolve()))
    socket.send({ ...CREATE, event_id: 'lost' })
    await lost
    expect(await ended(1)).toEqual([[undefined, 'connection_closed', undefined]])
    socket.sendResponseCreate({ ...CREATE, event_id: 'kept' })
    await recovered
    socket.flushPending()
    expect((await ended(2))[1]).toEqual(['resp_2', undefined, ['stop']])
    expect(recorder.open()).toBe(0)
    socket.close()
  })

  it('names the API conversation, unless it is outside of it', async () => {
    const { openRealtime, recorder, server } = world
    server.reply(answering(...realtimeEvents('resp_1')))
    const socket = await openRealtime()
    socket.send(CREATE)
    await ended(1)
    socket.send(CREATE)
    await ended(2)
    withConversation('mine', () => socket.send(CREATE))
    await ended(3)
    expect(attribute('gen_ai.conversation.id')).toEqual(['conv_1', 'conv_1', 'mine'])
    expect([...recorder.started.values()].map((start) => start['gen_ai.conversation.id'])).toEqual([
      undefined,
      'conv_1',
      'mine',
    ])
    socket.close()
  })

  it('leaves the context of the listeners alone', async () => {
    const { openRealtime, server } = world
    server.reply(answering(...realtimeEvents('resp_1')))
    const socket = await openRealtime()
    const own = context.active()
    const seen: boolean[] = []
    socket.on('error', () => seen.push(context.active() === own))
    socket.send({ ...CREATE, event_id: 1n as never })
    expect(seen).toEqual([true])
    expect(await ended(1)).toEqual([[undefined, 'not_sent', undefined]])
    socket.close()
  })
})

describe('a transcript of what is heard', () => {
  const EVENT = 'conversation.item.input_audio_transcription'
  const COMMITTED = { type: 'input_audio_buffer.committed', item_id: 'item_1' }
  const USAGE = {
    type: 'tokens',
    input_tokens: 26,
    input_token_details: { text_tokens: 5, audio_tokens: 21 },
    output_tokens: 4,
    total_tokens: 30,
  }
  const input = { transcription: { model: 'gpt-4o-transcribe' } }

  function transcribing(...events: readonly object[]): void {
    const { server } = world
    const { session } = SESSION as { session: object }
    server.greet({ ...SESSION, session: { ...session, audio: { input } } })
    server.reply(({ type }, socket) => {
      if (type === 'input_audio_buffer.commit')
        for (const event of events) socket.send(JSON.stringify(event))
    })
  }

  it('is a call of its own, with its usage, and of no prompt', async () => {
    const { openRealtime, recorder, server } = world
    transcribing(
      COMMITTED,
      { type: `${EVENT}.delta`, item_id: 'item_1', content_index: 0, delta: 'Good' },
      { type: `${EVENT}.delta`, item_id: 'item_1', content_index: 0, delta: ' day' },
      { type: `${EVENT}.completed`, item_id: 'item_1', transcript: 'Good day', usage: USAGE },
    )
    const prompt = definePrompt({ name: 'guide', version: 3, output: oneOf('Yes', 'No') })
    const socket = await openRealtime()
    prompt.run({ conversationId: 'c-1', metadata: { turn: 1 } }, () =>
      socket.send({ type: 'session.update', session: { type: 'realtime', audio: { input } } }),
    )
    socket.send({ type: 'input_audio_buffer.commit' })
    await ended(1)
    const [span] = recorder.spans()
    expect(span?.name).toBe('generate_content gpt-4o-transcribe')
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-transcribe',
      'gen_ai.request.stream': true,
      'gen_ai.output.type': 'text',
      'gen_ai.conversation.id': 'c-1',
      'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
      'gen_ai.usage.input_tokens': 26,
      'gen_ai.usage.output_tokens': 4,
      'gen_ai.usage.text.input_tokens': 5,
      'gen_ai.usage.audio.input_tokens': 21,
      'llmops.content.capture': 'none',
      'llmops.metadata.turn': 1,
      'server.address': '127.0.0.1',
      'server.port': server.port,
    })
    socket.close()
  })

  it('can fail, be lost, or never be asked for', async () => {
    const { openRealtime, recorder, server } = world
    const error = { type: 'transcription_error', code: 'audio_unintelligible', message: 'Hm' }
    transcribing(COMMITTED, { type: `${EVENT}.failed`, item_id: 'item_1', error })
    const socket = await openRealtime()
    socket.send({ type: 'input_audio_buffer.commit' })
    expect(await ended(1)).toEqual([[undefined, 'audio_unintelligible', ['error']]])
    transcribing(COMMITTED)
    socket.send({ type: 'input_audio_buffer.commit' })
    await eventually(() => recorder.open() === 1)
    for (const peer of server.sockets()) peer.terminate()
    expect((await ended(2))[1]).toEqual([undefined, 'connection_closed', undefined])
    server.greet(SESSION)
    const other = await openRealtime()
    other.send({ type: 'input_audio_buffer.commit' })
    await other.emitted('input_audio_buffer.committed')
    expect(recorder.open()).toBe(0)
    other.close()
  })
})

describe('the other side of Realtime', () => {
  it.each([6, 7] as const)('is a deployment of Azure, as openai %i addresses it', async (major) => {
    const { recorder, server } = world
    const { AzureOpenAI } = await loadClient(major, 'esm')
    const module = await loadSockets('realtime/ws', major, 'esm')
    recorder.instrumentation.manuallyInstrument(module)
    server.reply(answering(...realtimeEvents('resp_1')))
    const azure = new AzureOpenAI({
      apiKey: 'canary-key',
      apiVersion: '2026-08-01',
      deployment: 'voice-prod',
      endpoint: 'https://contoso.openai.azure.com',
    })
    const socket = await module.OpenAIRealtimeWS.azure(azure, { options: server.options })
    await new Promise((resolve) => socket.socket.on('open', resolve))
    socket.send(CREATE)
    await ended(1)
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.request.model': 'voice-prod',
      'llmops.deployment.name': 'voice-prod',
      'server.address': 'contoso.openai.azure.com',
      'server.port': 443,
    })
    expect(JSON.stringify(recorder.spans()[0]?.attributes)).not.toContain('canary')
    socket.close()
  })

  it('is named by the session where the connection names no model', async () => {
    const { client, server } = world
    server.reply(answering(...realtimeEvents('resp_1')))
    const socket = new OpenAIRealtimeWS({ callID: 'call_1', options: server.options }, client)
    await socket.emitted('session.created')
    socket.send(CREATE)
    await ended(1)
    expect(world.recorder.spans().map(({ name }) => name)).toEqual(['chat gpt-realtime-2025-08-28'])
    socket.close()
  })
})

async function talk(): Promise<void> {
  const { openRealtime, server } = world
  const call = { type: 'function_call', name: 'search', call_id: 'call_1', arguments: '{"q":1}' }
  server.greet(SESSION)
  server.reply((event, peer) => {
    const say = (...events: object[]): void => {
      for (const each of events) peer.send(JSON.stringify(each))
    }
    if (event.type === 'input_audio_buffer.commit')
      say({ type: 'input_audio_buffer.committed', item_id: 'item_1', previous_item_id: null })
    if (event.type !== 'response.create') return
    const [created, ...rest] = realtimeEvents('resp_1', { said: 'canary-spoken' })
    say(created ?? {}, {
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'item_1',
      content_index: 0,
      transcript: 'canary-heard',
      usage: { type: 'tokens', input_tokens: 10, output_tokens: 4, total_tokens: 14 },
    })
    const done = rest.at(-1) as { response: { output: object[] } }
    done.response.output.push(call)
    say(...rest)
  })
  const socket = await openRealtime()
  await eventually(() => server.sockets().size === 1)
  socket.send({
    type: 'conversation.item.create',
    item: {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: 'canary-typed' },
        { type: 'input_image', image_url: 'https://example.com/canary.png' },
      ],
    },
  })
  socket.send({ type: 'input_audio_buffer.append', audio: 'canary-audio' })
  socket.send({ type: 'input_audio_buffer.commit' })
  await socket.emitted('input_audio_buffer.committed')
  socket.send(CREATE)
  await ended(2)
  socket.send({ ...CREATE, response: { instructions: 'canary-other', input: [], tools: [] } })
  await ended(4)
  socket.close()
}

describe('the content of Realtime', () => {
  const TOOLS = [{ type: 'function', name: 'search' }]
  const INSTRUCTIONS = [{ type: 'text', content: 'canary-instructions: be brief' }]

  it('is what was sent and said since the last response, speech as its transcript', async () => {
    await world.stop()
    world = await socketWorld({ captureMessageContent: 'SPAN_AND_EVENT' })
    await talk()
    const [heard, first, , second] = world.recorder.events().map(({ attributes }) => attributes)
    expect(heard).toMatchObject({
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.input.messages': [
        { role: 'user', parts: [{ type: 'blob', modality: 'audio', content: '' }] },
      ],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: 'canary-heard' }] },
      ],
    })
    expect(first).toMatchObject({
      'gen_ai.system_instructions': INSTRUCTIONS,
      'gen_ai.tool.definitions': TOOLS,
      'gen_ai.input.messages': [
        {
          role: 'user',
          parts: [
            { type: 'text', content: 'canary-typed' },
            { type: 'uri', modality: 'image', uri: 'https://example.com/canary.png' },
          ],
        },
        {
          role: 'user',
          parts: [
            { type: 'blob', modality: 'audio', content: '' },
            { type: 'text', content: 'canary-heard' },
          ],
        },
      ],
      'gen_ai.output.messages': [
        {
          role: 'assistant',
          parts: [
            { type: 'text', content: 'canary-spoken' },
            { type: 'tool_call', id: 'call_1', name: 'search', arguments: { q: 1 } },
          ],
        },
      ],
      'gen_ai.response.finish_reasons': ['tool_calls'],
    })
    expect(second).toMatchObject({
      'gen_ai.system_instructions': [{ type: 'text', content: 'canary-other' }],
    })
    expect(second).not.toHaveProperty('gen_ai.input.messages')
    const [, span] = world.recorder.spans()
    expect(span?.attributes['gen_ai.input.messages']).toBe(
      JSON.stringify(first?.['gen_ai.input.messages']),
    )
    expect(JSON.stringify(world.recorder.events())).not.toContain('canary-audio')
  })

  it('of a question beside the conversation leaves the new items to the conversation', async () => {
    await world.stop()
    world = await socketWorld({ captureMessageContent: 'EVENT_ONLY' })
    const { openRealtime, recorder, server } = world
    let count = 0
    server.reply(({ type, response }, socket) => {
      if (type !== 'response.create') return
      const { metadata = null } = (response ?? {}) as { metadata?: object }
      for (const each of realtimeEvents(`resp_${(count += 1)}`, { metadata }))
        socket.send(JSON.stringify(each))
    })
    const socket = await openRealtime()
    const say = (text: string): void =>
      socket.send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
      })
    say('one')
    socket.send({ ...CREATE, response: { conversation: 'none', metadata: { topic: 'x' } } })
    say('two')
    socket.send(CREATE)
    socket.send(CREATE)
    await ended(3)
    expect(recorder.events().map(({ attributes }) => attributes['gen_ai.input.messages'])).toEqual([
      [{ role: 'user', parts: [{ type: 'text', content: 'one' }] }],
      ['one', 'two'].map((content) => ({ role: 'user', parts: [{ type: 'text', content }] })),
      undefined,
    ])
    socket.close()
  })

  it('is nowhere unless somebody asks', async () => {
    await talk()
    const { recorder } = world
    const all = [
      recorder
        .spans()
        .map(({ attributes, events, name, status }) => [attributes, events, name, status]),
      recorder.events().map(({ attributes, body }) => [attributes, body]),
      await recorder.metrics(),
      recorder.diagnostics,
    ]
    expect(recorder.spans()).toHaveLength(4)
    expect(JSON.stringify(all)).not.toContain('canary')
  })
})
