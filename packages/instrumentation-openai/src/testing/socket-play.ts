import { setTimeout as sleep } from 'node:timers/promises'

import type { WebSocket } from 'ws'

import { realtimeEvents, responseEvents, SESSION } from './socket-fixtures.ts'
import { answering, type SocketServer } from './socket-server.ts'

/** A connection as the scenarios use it, whichever class it is of. */
export interface Connection {
  readonly socket: object
  on(event: string, listener: (...args: never[]) => void): unknown
  send(event: unknown): unknown
  sendRaw?(frame: string): unknown
  close(props?: { code: number; reason: string }): unknown
  stream?(): AsyncIterable<unknown>
}

export interface World {
  readonly server: SocketServer
  /** Opens a connection, and waits until the server has it. */
  readonly open: () => Promise<Connection>
  /** Opens a connection, and does not wait. */
  readonly opening: (options?: object) => Connection
  /** What the application sees, in its order. */
  readonly log: unknown[]
  readonly api: 'responses' | 'realtime'
}

export interface SocketScenario {
  readonly name: string
  readonly run: (world: World) => Promise<void>
  /** `error.type` of the spans of each API, or nothing for those that did not fail. */
  readonly spans: Readonly<Record<World['api'], readonly (string | undefined)[]>>
  readonly only?: World['api']
}

const CREATE = { type: 'response.create' }

export function eventsOf(api: World['api'], id: string): readonly object[] {
  return api === 'responses' ? responseEvents(id, 'canary-output') : realtimeEvents(id)
}

/** Everything that the connection emits. */
function listen({ log }: World, connection: Connection, errors = true): void {
  const names = ['event', 'raw', 'close', 'reconnecting', 'reconnected', 'session.created']
  const types = [...responseEvents('', ''), ...realtimeEvents('')].map((event) => typeOf(event))
  for (const name of new Set([...names, ...types]))
    connection.on(name, (...args) => log.push([name, ...args.map(seen)]))
  if (errors) connection.on('error', (...args) => log.push(['error', ...args.map(seen)]))
}

function typeOf(event: object): string {
  return String((event as { type?: unknown }).type)
}

function seen(value: unknown): unknown {
  if (!(value instanceof Error))
    // How long the client waits is chance.
    return typeof value === 'object' && value && 'delay' in value ? { ...value, delay: 0 } : value
  const { cause, message } = value
  return [
    value.constructor.name,
    message.replaceAll(/\d{4,5}/g, 'port'),
    Object.keys(value),
    cause instanceof Error ? cause.message.replaceAll(/\d{4,5}/g, 'port') : cause,
  ]
}

/** What can be counted of the socket below: our own listener would show. */
function counted(connection: Connection): unknown {
  const socket = (connection.socket as { platformSocket?: unknown }).platformSocket
  const ws = (socket ?? connection.socket) as Partial<WebSocket>
  if (ws.listenerCount === undefined) return Object.keys(ws)
  const names = ['open', 'message', 'error', 'close', 'unexpected-response']
  return [names.map((name) => ws.listenerCount?.(name)), Object.keys(ws)]
}

/** Waits until nothing comes any more, closes, and waits until that is done. */
async function done(world: World, connection: Connection, finish = true): Promise<void> {
  await quiet(world)
  if (finish) connection.close()
  await until(() => (connection.socket as { readyState?: unknown }).readyState === 3)
  await quiet(world)
  world.log.push(counted(connection))
}

async function quiet({ log, server }: World): Promise<void> {
  let before = -1
  let still = 0
  await until(() => {
    const now = log.length + server.received.length
    still = now === before ? still + 1 : 0
    before = now
    return still === 4
  })
}

/** In bounded time: an exception in `ws` keeps a socket from closing. */
async function until(reached: () => boolean): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- it waits
  for (let tries = 0; tries < 40 && !reached(); tries += 1) await sleep(2)
}

export const SOCKET_SCENARIOS: readonly SocketScenario[] = [
  {
    name: 'a response',
    spans: { responses: [undefined], realtime: [undefined] },
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = await world.open()
      listen(world, connection)
      world.log.push(connection.send(CREATE), counted(connection))
      await done(world, connection)
    },
  },
  {
    name: 'nobody listens',
    spans: { responses: [undefined], realtime: [undefined] },
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = await world.open()
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'an error of the server, with a listener',
    spans: { responses: ['429'], realtime: ['429'] },
    run: async (world) => {
      world.server.reply(answering(ERROR))
      const connection = await world.open()
      listen(world, connection)
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'an error of the server, without a listener',
    spans: { responses: ['429'], realtime: ['429'] },
    run: async (world) => {
      world.server.reply(answering(ERROR))
      const connection = await world.open()
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'the server goes in the middle of a response',
    spans: { responses: ['connection_closed'], realtime: ['connection_closed'] },
    run: async (world) => {
      world.server.reply(half(world, (socket) => socket.terminate()))
      const connection = await world.open()
      listen(world, connection)
      connection.send(CREATE)
      await done(world, connection, false)
    },
  },
  {
    name: 'the server closes in the middle of a response, without a listener',
    spans: { responses: ['connection_closed'], realtime: ['connection_closed'] },
    run: async (world) => {
      world.server.reply(half(world, (socket) => socket.close(1011, 'overloaded')))
      const connection = await world.open()
      connection.send(CREATE)
      await done(world, connection, false)
    },
  },
  {
    name: 'the application closes in the middle of a response',
    spans: { responses: [undefined], realtime: [undefined] },
    run: async (world) => {
      world.server.reply(half(world, () => {}))
      const connection = await world.open()
      listen(world, connection)
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'a request before the connection is open',
    spans: { responses: [undefined], realtime: ['not_sent'] },
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = world.opening()
      listen(world, connection)
      world.log.push(connection.send(CREATE))
      await done(world, connection)
    },
  },
  {
    name: 'a request before the connection is open, without a listener',
    spans: { responses: [undefined], realtime: ['not_sent'] },
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = world.opening()
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'a request after the close',
    spans: { responses: ['not_sent'], realtime: [undefined] },
    run: async (world) => {
      const connection = await world.open()
      listen(world, connection)
      connection.close({ code: 1000, reason: 'bye' })
      await until(() => (connection.socket as { readyState?: unknown }).readyState === 3)
      world.log.push(connection.send(CREATE))
      await done(world, connection)
    },
  },
  {
    name: 'a request that has no JSON',
    spans: { responses: ['not_sent'], realtime: ['not_sent'] },
    run: async (world) => {
      const connection = await world.open()
      listen(world, connection)
      const circular: Record<string, unknown> = { ...CREATE }
      circular['input'] = circular
      world.log.push(connection.send(circular))
      await done(world, connection)
    },
  },
  {
    name: 'frames that are no events',
    spans: { responses: [undefined], realtime: [undefined] },
    run: async (world) => {
      world.server.reply((event, socket) => {
        if (event.type !== 'response.create') return
        // Not `null`: openai up to 6 reads its fields, and `ws` then reads nothing more.
        for (const frame of ['{"type":', '7', '[]', '{}', '{"type":7}']) socket.send(frame)
        socket.send(Buffer.from('binary'))
        for (const each of eventsOf(world.api, 'resp_1')) socket.send(JSON.stringify(each))
      })
      const connection = await world.open()
      listen(world, connection)
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'a listener that throws',
    spans: { responses: [undefined], realtime: [undefined] },
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = await world.open()
      listen(world, connection)
      // At the end: `ws` reads nothing more after an exception that nobody caught.
      for (const end of ['response.completed', 'response.done'])
        connection.on(end, () => {
          throw new Error('of the application')
        })
      connection.send(CREATE)
      await done(world, connection)
    },
  },
  {
    name: 'an error listener that throws',
    spans: { responses: [], realtime: ['not_sent'] },
    only: 'realtime',
    run: async (world) => {
      const connection = world.opening()
      connection.on('error', () => {
        throw new Error('of the application')
      })
      try {
        connection.send(CREATE)
      } catch (error) {
        world.log.push(seen(error))
      }
      await done(world, connection)
    },
  },
  {
    name: 'a connection that the client makes anew, with requests on both and between',
    spans: { responses: ['connection_closed', undefined, undefined], realtime: [] },
    only: 'responses',
    run: async (world) => {
      let lost = false
      world.server.reply((event, socket) => {
        if (event.type !== 'response.create') return
        if (lost)
          for (const each of eventsOf(world.api, 'resp_1')) socket.send(JSON.stringify(each))
        else socket.terminate()
        lost = true
      })
      const reconnect = { initialDelay: 5, onReconnecting: () => ({}) }
      const connection = world.opening({ reconnect })
      listen(world, connection)
      const twice = new Promise<void>((resolve) => {
        connection.on('reconnected', () => {
          connection.send(CREATE)
          resolve()
        })
      })
      connection.on('reconnecting', () => connection.send(CREATE))
      connection.send(CREATE)
      await twice
      await done(world, connection)
    },
  },
  {
    name: 'a raw request',
    spans: { responses: [undefined], realtime: [] },
    only: 'responses',
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = await world.open()
      listen(world, connection)
      world.log.push(connection.sendRaw?.(JSON.stringify(CREATE)))
      await done(world, connection)
    },
  },
  {
    name: 'iteration instead of listeners',
    spans: { responses: [undefined], realtime: [] },
    only: 'responses',
    run: async (world) => {
      world.server.reply(answering(...eventsOf(world.api, 'resp_1')))
      const connection = await world.open()
      connection.send(CREATE)
      for await (const record of connection.stream?.() ?? []) {
        world.log.push(record)
        if (JSON.stringify(record).includes('response.completed')) break
      }
      await done(world, connection)
    },
  },
]

const ERROR = {
  type: 'error',
  event_id: 'event_1',
  status: 429,
  error: { type: 'tokens', code: 'rate_limit_exceeded', message: 'Slow down', param: null },
}

function half({ api }: World, then: (socket: WebSocket) => void) {
  return (event: { type: string }, socket: WebSocket): void => {
    if (event.type !== 'response.create') return
    for (const each of eventsOf(api, 'resp_1').slice(0, 4)) socket.send(JSON.stringify(each))
    setTimeout(() => then(socket), 5)
  }
}

/** Plays a scenario, and gives what the application saw, what nobody handled included. */
export async function playSockets(
  scenario: SocketScenario,
  world: Omit<World, 'log'>,
): Promise<unknown[]> {
  const log: unknown[] = []
  const names = ['unhandledRejection', 'uncaughtException']
  const others = names.map((name) => process.listeners(name as NodeJS.Signals))
  names.forEach((name) => {
    process.removeAllListeners(name)
    process.on(name, (error) => log.push([name, seen(error)]))
  })
  try {
    world.server.greet(...(world.api === 'realtime' ? [SESSION] : []))
    world.server.reply(() => {})
    await scenario.run({ ...world, log })
  } finally {
    names.forEach((name, at) => {
      process.removeAllListeners(name)
      for (const listener of others[at] ?? []) process.on(name, listener)
    })
  }
  return log
}
