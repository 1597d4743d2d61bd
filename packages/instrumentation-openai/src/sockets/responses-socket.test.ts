import { definePrompt, oneOf, withConversation, withMetadata } from '@kansoku/core'
import { SpanStatusCode } from '@opentelemetry/api'
import { ResponsesWebSocketSession } from 'openai/lib/responses/responses-websocket-session'
import { ResponsesWS } from 'openai/resources/responses/ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { eventually, type SocketWorld, socketWorld } from '../testing/socket-fixture.ts'
import { responseEvents } from '../testing/socket-fixtures.ts'
import { answering, type Event } from '../testing/socket-server.ts'

let world: SocketWorld

beforeEach(async () => {
  world = await socketWorld()
})
afterEach(() => world.stop())

/** Id, error and finish reasons of the spans, in the order of their ends. */
function ends(): unknown[] {
  return world.recorder
    .spans()
    .map(({ attributes }) => [
      attributes['gen_ai.response.id'],
      attributes['error.type'],
      attributes['gen_ai.response.finish_reasons'],
    ])
}

async function ended(count: number): Promise<unknown[]> {
  await eventually(() => world.recorder.spans().length >= count)
  return ends()
}

const CREATE = { type: 'response.create', model: 'gpt-4o', input: 'canary' } as const

describe('responses on one connection', () => {
  it('are told apart by their lanes where their events mix', async () => {
    const { openResponses, server } = world
    const waiting: Event[] = []
    server.reply((event, socket) => {
      if (waiting.push(event) < 2) return
      const [a = [], b = []] = waiting.map(({ model, stream_id }) =>
        responseEvents(String(model), String(model), String(stream_id)),
      )
      a.forEach((each, index) => {
        socket.send(JSON.stringify(b[index]))
        socket.send(JSON.stringify(each))
      })
    })
    const socket = await openResponses()
    socket.send({ ...CREATE, model: 'a', stream_id: 'one' })
    socket.send({ ...CREATE, model: 'b', stream_id: 'two' })
    expect(await ended(2)).toEqual([
      ['b', undefined, ['stop']],
      ['a', undefined, ['stop']],
    ])
    expect(world.recorder.spans().map(({ name }) => name)).toEqual(['chat b', 'chat a'])
    socket.close()
  })

  it('come in the order of their requests on one lane, and a successor that nobody asked for has its own', async () => {
    const { openResponses, server } = world
    let count = 0
    server.reply((_, socket) => {
      count += 1
      if (count < 2) return
      for (const id of ['first', 'second', 'successor'])
        for (const event of responseEvents(id, id)) socket.send(JSON.stringify(event))
    })
    const socket = await openResponses()
    withMetadata({ turn: 1 }, () => socket.send({ ...CREATE, model: 'one' }))
    withMetadata({ turn: 2 }, () => socket.send({ ...CREATE, model: 'two' }))
    await ended(3)
    expect(
      world.recorder
        .spans()
        .map(({ attributes, name }) => [
          name,
          attributes['gen_ai.response.id'],
          attributes['llmops.metadata.turn'],
        ]),
    ).toEqual([
      ['chat one', 'first', 1],
      ['chat two', 'second', 2],
      ['chat gpt-4o-2024-08-06', 'successor', 2],
    ])
    socket.close()
  })

  it('that nobody asked for belong to the last request of their lane', async () => {
    const { openResponses, server } = world
    let count = 0
    server.reply((_, socket) => {
      count += 1
      if (count < 2) return
      for (const [lane, id] of [
        ['one', 'first'],
        ['two', 'second'],
        ['one', 'successor'],
      ] as const)
        for (const event of responseEvents(id, id, lane)) socket.send(JSON.stringify(event))
    })
    const socket = await openResponses()
    withMetadata({ turn: 1 }, () => socket.send({ ...CREATE, stream_id: 'one' }))
    withMetadata({ turn: 2 }, () => socket.send({ ...CREATE, stream_id: 'two' }))
    await ended(3)
    expect(
      world.recorder
        .spans()
        .map(({ attributes }) => [
          attributes['gen_ai.response.id'],
          attributes['llmops.metadata.turn'],
        ]),
    ).toEqual([
      ['first', 1],
      ['second', 2],
      ['successor', 1],
    ])
    socket.close()
  })

  it('carry prompt, conversation and the verdict on the output', async () => {
    const { openResponses, server } = world
    server.reply(answering(...responseEvents('resp_1', 'Yes')))
    const prompt = definePrompt({ name: 'search_decision', version: 2, output: oneOf('Yes', 'No') })
    const socket = await openResponses()
    withConversation('c-1', () => prompt.run(() => socket.send(CREATE)))
    await ended(1)
    expect(world.recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '2',
      'gen_ai.conversation.id': 'c-1',
      'llmops.output.label': 'Yes',
      'llmops.output.valid': true,
    })
    socket.close()
  })

  it('that failed have the code of the API as their error', async () => {
    const { openResponses, recorder, server } = world
    const error = { code: 'server_error', message: 'Try again' }
    server.reply(
      answering(...responseEvents('resp_1', 'Yes').slice(0, 3), {
        type: 'response.failed',
        response: { id: 'resp_1', status: 'failed', error },
      }),
    )
    const socket = await openResponses()
    socket.send(CREATE)
    expect(await ended(1)).toEqual([['resp_1', 'server_error', ['error']]])
    expect(recorder.spans()[0]?.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: 'Try again',
    })
    expect(
      recorder.events().map(({ attributes, eventName }) => ({ attributes, eventName })),
    ).toEqual([
      {
        eventName: 'gen_ai.client.operation.exception',
        attributes: {
          'exception.type': 'Error',
          'exception.message': 'Try again',
          'exception.stacktrace': 'server_error: Try again',
        },
      },
    ])
    socket.close()
  })

  it('are of an error what is under way, else what waits, and never both', async () => {
    const { openResponses, server } = world
    const error = { type: 'error', error: { code: 'invalid_prompt', message: 'No' } }
    server.reply(({ model, stream_id }, socket) => {
      if (model === 'begun')
        for (const event of responseEvents('resp_1', 'Yes', 'one').slice(0, 4))
          socket.send(JSON.stringify(event))
      if (stream_id === 'one') socket.send(JSON.stringify({ ...error, stream_id }))
    })
    const socket = await openResponses()
    socket.send({ ...CREATE, model: 'waits' })
    socket.send({ ...CREATE, model: 'begun', stream_id: 'one' })
    expect(await ended(1)).toEqual([['resp_1', 'invalid_prompt', ['error']]])
    socket.send({ ...CREATE, model: 'refused', stream_id: 'one' })
    expect(await ended(2)).toEqual([
      ['resp_1', 'invalid_prompt', ['error']],
      [undefined, 'invalid_prompt', undefined],
    ])
    expect(world.recorder.open()).toBe(1)
    socket.close()
    expect((await ended(3)).at(-1)).toEqual([undefined, undefined, undefined])
    expect(world.recorder.open()).toBe(0)
  })

  it('have the HTTP status that an error names, before its code', async () => {
    const { openResponses, recorder, server } = world
    const error = { code: 'previous_response_not_found', message: 'No such response' }
    server.reply(answering({ type: 'error', status: 400, error }))
    const socket = await openResponses()
    socket.send({ ...CREATE, previous_response_id: 'resp_0' })
    expect(await ended(1)).toEqual([[undefined, '400', undefined]])
    expect(recorder.spans()[0]?.status.message).toBe('No such response')
    expect(recorder.spans()[0]?.attributes['gen_ai.request.previous_response.id']).toBe('resp_0')
    socket.close()
  })

  it('that are only prepared are judged by no contract', async () => {
    const { openResponses, recorder, server } = world
    server.reply(answering(...responseEvents('resp_1', '')))
    const prompt = definePrompt({ name: 'p', version: 1, output: oneOf('Yes', 'No') })
    const socket = await openResponses()
    prompt.run(() => socket.send({ ...CREATE, generate: false }))
    await ended(1)
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'llmops.output.contract': 'oneOf(Yes, No)',
      'gen_ai.usage.input_tokens': 12,
    })
    expect(recorder.spans()[0]?.attributes).not.toHaveProperty('llmops.output.valid')
    socket.close()
  })

  it('do not show in an error what was asked', async () => {
    const { openResponses, recorder, server } = world
    const message = 'Cannot answer "canary of the prompt", sorry'
    server.reply(answering({ type: 'error', error: { code: 'refused', message } }))
    const socket = await openResponses()
    socket.send({ ...CREATE, input: 'canary of the prompt' })
    await ended(1)
    expect(
      JSON.stringify([recorder.spans()[0]?.status, recorder.events()[0]?.attributes]),
    ).not.toContain('canary')
    socket.close()
  })

  it('that a connection loses fail; what waits for the next one goes on', async () => {
    const { client, recorder, server } = world
    server.reply((event, socket) => {
      if (event['model'] === 'lost') socket.terminate()
      else for (const each of responseEvents('resp_2', 'Yes')) socket.send(JSON.stringify(each))
    })
    const socket = new ResponsesWS(client, {
      reconnect: { initialDelay: 20, onReconnecting: () => ({}) },
    })
    socket.on('error', () => {})
    socket.send({ ...CREATE, model: 'lost' })
    await new Promise<void>((resolve) => socket.on('reconnecting', () => resolve()))
    expect(ends()).toEqual([[undefined, 'connection_closed', undefined]])
    socket.send({ ...CREATE, model: 'next' })
    socket.send({ ...CREATE, model: 'next' })
    expect(recorder.open()).toBe(2)
    expect((await ended(3)).slice(1)).toEqual([
      ['resp_2', undefined, ['stop']],
      ['resp_2', undefined, ['stop']],
    ])
    expect(recorder.open()).toBe(0)
    socket.close()
  })

  it('that were never sent end when the client gives up', async () => {
    const { client, recorder, server } = world
    const socket = new ResponsesWS(client)
    socket.on('error', () => {})
    socket.send(CREATE)
    await server.close()
    socket.send(CREATE)
    await eventually(() => recorder.open() === 0)
    expect(recorder.open()).toBe(0)
    for (const { attributes } of recorder.spans())
      expect(attributes['error.type']).toMatch(/^(connection_closed|ECONN\w+)$/)
  })
})

describe('a handshake that the server refuses', () => {
  it('is the error of what waits for the connection: the status', async () => {
    const { client, recorder, server } = world
    server.refuse(401)
    const socket = new ResponsesWS(client)
    socket.on('error', () => {})
    socket.send(CREATE)
    expect(await ended(1)).toEqual([[undefined, '401', undefined]])
    expect(recorder.spans()[0]?.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: 'Unexpected server response: 401',
    })
  })
})

describe('lanes of a managed session', () => {
  it('have the request on their spans, and the context of create', async () => {
    const { openResponses, recorder, server } = world
    server.reply(({ model, stream_id }, socket) => {
      for (const event of responseEvents(`resp_${String(model)}`, 'Yes', stream_id as string))
        socket.send(JSON.stringify(event))
    })
    const socket = await openResponses()
    const session = new ResponsesWebSocketSession(socket, {
      maxLanes: 4,
      maxBufferedEvents: 100,
      maxBufferedBytes: 100_000,
    })
    const lanes = ['one', 'two', undefined].map((name) => session.lane(name))
    const answers = lanes.map((lane, index) => {
      withMetadata({ turn: index }, () => lane.create({ model: `m${index}`, temperature: 0 }))
      return lane.finalResponse()
    })
    const ids = (await Promise.all(answers)).map(({ id }) => id)
    expect(ids).toEqual(['resp_m0', 'resp_m1', 'resp_m2'])
    expect(
      recorder
        .spans()
        .map(({ attributes, name }) => [
          name,
          attributes['gen_ai.request.temperature'],
          attributes['llmops.metadata.turn'],
          attributes['gen_ai.response.id'],
        ]),
    ).toEqual([
      ['chat m0', 0, 0, 'resp_m0'],
      ['chat m1', 0, 1, 'resp_m1'],
      ['chat m2', 0, 2, 'resp_m2'],
    ])
    expect(recorder.open()).toBe(0)
    socket.close()
  })
})

describe('a connection of many responses', () => {
  it('keeps nothing of those that are over, and no more than a thousand of those that never end', async () => {
    const { openResponses, recorder, server } = world
    server.reply(answering(...responseEvents('resp_1', 'Yes')))
    const socket = await openResponses()
    const rounds = 10_000
    let at = 0
    const over = new Promise<void>((resolve) => {
      socket.on('response.completed', () => {
        at += 1
        if (at === rounds) resolve()
        else if (at % 100 === 0) for (let next = 0; next < 100; next += 1) socket.send(CREATE)
      })
    })
    for (let next = 0; next < 100; next += 1) socket.send(CREATE)
    await over
    expect(recorder.open()).toBe(0)
    recorder.reset()
    server.reply(() => {})
    for (let next = 0; next < 1200; next += 1) socket.send(CREATE)
    expect(recorder.open()).toBe(1000)
    expect(recorder.spans()).toHaveLength(200)
    socket.close()
    await eventually(() => recorder.open() === 0)
    expect(recorder.open()).toBe(0)
  })
})
