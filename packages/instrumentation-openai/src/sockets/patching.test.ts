import OpenAI from 'openai'
import * as translations from 'openai/realtime/translations/ws'
import * as realtime from 'openai/realtime/ws'
import * as beta from 'openai/resources/beta/responses/ws'
import * as responses from 'openai/resources/responses/ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { instrumentOpenAI } from '../index.ts'
import { eventually } from '../testing/socket-fixture.ts'
import { realtimeEvents, responseEvents, SESSION } from '../testing/socket-fixtures.ts'
import { answering, type SocketServer, startSocketServer } from '../testing/socket-server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

let server: SocketServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startSocketServer()
  server.greet(SESSION)
  recorder = record()
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL })
})
afterEach(async () => {
  await server.close()
  await recorder.stop()
})

function warnings(): string[] {
  return recorder.diagnostics.filter((line) => line.startsWith('kansoku'))
}

async function opened(): Promise<realtime.OpenAIRealtimeWS> {
  server.reply(answering(...realtimeEvents('resp_1')))
  const socket = new realtime.OpenAIRealtimeWS({ model: 'm', options: server.options }, client)
  await socket.emitted('session.created')
  return socket
}

/** How many spans one more response gives. */
async function spansOf(socket: realtime.OpenAIRealtimeWS): Promise<number> {
  const before = recorder.spans().length
  const done = socket.emitted('response.done')
  socket.send({ type: 'response.create' })
  await done
  return recorder.spans().length - before
}

describe('instrumentOpenAI', () => {
  it('takes one connection, and leaves the others alone', async () => {
    const [traced, other] = [await opened(), await opened()]
    expect(instrumentOpenAI(traced, recorder.providers)).toBe(traced)
    instrumentOpenAI(traced, recorder.providers)
    expect(await spansOf(traced)).toBe(1)
    expect(await spansOf(other)).toBe(0)
    expect(warnings()).toEqual([])
    for (const socket of [traced, other]) socket.close()
  })

  it('takes a connection of a class of the application', async () => {
    class Phone extends realtime.OpenAIRealtimeWS {
      sent = 0

      override send(event: Parameters<realtime.OpenAIRealtimeWS['send']>[0]): void {
        this.sent += 1
        super.send(event)
      }
    }
    server.reply(answering(...realtimeEvents('resp_1')))
    const socket = new Phone({ model: 'm', options: server.options }, client)
    instrumentOpenAI(socket, recorder.providers)
    recorder.instrumentation.manuallyInstrument(realtime)
    await socket.emitted('session.created')
    expect(await spansOf(socket)).toBe(1)
    expect(socket.sent).toBe(1)
    socket.close()
  })

  it('reaches the connections of an instrumented client of Responses, once their class is patched', async () => {
    recorder.instrumentation.manuallyInstrument(responses)
    const own = record()
    instrumentOpenAI(client, own.providers)
    server.reply(answering(...responseEvents('resp_1', 'Yes')))
    const socket = new responses.ResponsesWS(client)
    socket.send({ type: 'response.create', model: 'm' })
    await socket.emitted('response.completed')
    expect([own.spans().length, recorder.spans().length]).toEqual([1, 0])
    socket.close()
    await own.stop()
  })

  it.each([
    ['a socket of no client', { send() {}, socket: {}, url: new URL('wss://127.0.0.1/realtime') }],
    [
      'one that has no responses',
      Object.assign(Object.create(translations.OpenAIRealtimeTranslationWS.prototype) as object, {
        socket: {},
        url: new URL('wss://127.0.0.1/v1/realtime/translations'),
      }),
    ],
  ])('warns of %s', (_, socket) => {
    instrumentOpenAI(socket, recorder.providers)
    expect(warnings()).toEqual([
      expect.stringMatching(/^kansoku: the given connection cannot be traced, /),
    ])
  })
})

describe('manuallyInstrument', () => {
  it('takes the modules of sockets, and twice is once', async () => {
    recorder.instrumentation.manuallyInstrument(realtime)
    recorder.instrumentation.manuallyInstrument(realtime)
    const socket = await opened()
    expect(await spansOf(socket)).toBe(1)
    expect(warnings()).toEqual([])
    socket.close()
  })

  it('takes a module that has everything, as a bundle has', async () => {
    const all = { ...(await import('openai')), ...realtime }
    recorder.instrumentation.manuallyInstrument(all)
    const socket = await opened()
    expect(await spansOf(socket)).toBe(1)
    expect(warnings()).toEqual([])
    socket.close()
  })

  it('warns once of a class of another shape', () => {
    recorder.instrumentation.manuallyInstrument({ ResponsesWS: Map })
    expect(warnings()).toEqual([
      expect.stringContaining(
        'the given module cannot be traced, ResponsesWS.prototype.send and ResponsesWS.prototype._emit and ResponsesWS.prototype._onError not being',
      ),
    ])
  })

  it('stops with disable, ends what is open, and goes on with enable', async () => {
    recorder.instrumentation.manuallyInstrument(realtime)
    const socket = await opened()
    server.reply(() => {})
    socket.send({ type: 'response.create' })
    expect(recorder.open()).toBe(1)
    recorder.instrumentation.disable()
    for (const peer of server.sockets())
      for (const event of realtimeEvents('resp_1')) peer.send(JSON.stringify(event))
    await eventually(() => recorder.open() === 0)
    expect(recorder.spans()).toHaveLength(1)
    server.reply(answering(...realtimeEvents('resp_2')))
    expect(await spansOf(socket)).toBe(0)
    recorder.instrumentation.enable()
    expect(await spansOf(socket)).toBe(1)
    socket.close()
  })

  it('changes nothing of the class that can be seen, but who is called', () => {
    const { prototype } = beta.ResponsesWS
    const before = seen(prototype)
    recorder.instrumentation.manuallyInstrument(beta)
    expect(seen(prototype)).toEqual(before)
  })
})

function seen(prototype: object): unknown {
  const names = ['send', 'sendRaw', 'close', '_emit', '_onError']
  const methods = names.map((name) => (prototype as Record<string, unknown>)[name])
  const inherited = [prototype, Object.getPrototypeOf(prototype) as object].map(Object.keys)
  return [
    inherited,
    methods.map((method) => {
      const { length, name, prototype: constructs } = method as Partial<NewableFunction>
      return [name, length, constructs]
    }),
  ]
}
