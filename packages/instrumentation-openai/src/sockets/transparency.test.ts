import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { FORMATS, loadClient, type Major } from '../testing/clients.ts'
import { loadSockets, type SocketModules, SOCKETS } from '../testing/socket-clients.ts'
import {
  type Connection,
  playSockets,
  SOCKET_SCENARIOS,
  type SocketScenario,
} from '../testing/socket-play.ts'
import { type SocketServer, startSocketServer } from '../testing/socket-server.ts'
import { record } from '../testing/telemetry.ts'

const PATHS = [
  ['realtime/ws', 'realtime'],
  ['beta/realtime/ws', 'realtime'],
  ['realtime/websocket', 'realtime'],
  ['beta/realtime/websocket', 'realtime'],
  ['resources/responses/ws', 'responses'],
  ['resources/beta/responses/ws', 'responses'],
] as const satisfies readonly (readonly [keyof SocketModules, string])[]

const ways = PATHS.flatMap(([path, api]) =>
  SOCKETS[path].flatMap((major) => FORMATS.map((format) => [path, major, format, api] as const)),
)

let server: SocketServer
const { WebSocket: original } = globalThis

beforeAll(async () => {
  server = await startSocketServer()
  // The platform's socket has no options, and the client insists on TLS.
  globalThis.WebSocket = class extends original {
    constructor(url: string | URL, protocols?: string[]) {
      super(String(url).replace('wss:', 'ws:'), protocols)
    }
  } as typeof original
})
afterAll(async () => {
  globalThis.WebSocket = original
  await server.close()
})

type Constructors = Record<string, new (...args: unknown[]) => Connection>

async function opener(
  path: keyof SocketModules,
  major: Major,
  module: object,
  format: 'esm' | 'cjs',
): Promise<(options?: object) => Connection> {
  const { OpenAI } = await loadClient(major, format)
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL })
  const { OpenAIRealtimeWS, OpenAIRealtimeWebSocket, ResponsesWS } = module as Constructors
  return (options) => {
    if (ResponsesWS) return new ResponsesWS(client, options)
    const props = { model: path, options: server.options }
    const Realtime = OpenAIRealtimeWS ?? OpenAIRealtimeWebSocket
    if (!Realtime) throw new Error(`no class in ${path}`)
    return new Realtime(props, client)
  }
}

async function opened(connection: Connection): Promise<Connection> {
  const socket = connection.socket as { readyState: number }
  // oxlint-disable-next-line no-await-in-loop -- it waits
  while (socket.readyState === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  return connection
}

describe.each(ways)('%s of openai %i as %s', (path, major, format, api) => {
  it('is to the application what it is without us, and each response has its span', async () => {
    const module: object = await loadSockets(path, major, format)
    const opening = await opener(path, major, module, format)
    const world = { server, api, opening, open: () => opened(opening()) }
    const scenarios = SOCKET_SCENARIOS.filter(({ only }) => only === undefined || only === api)

    const play = async (
      after: (scenario: SocketScenario) => void = () => {},
    ): Promise<Record<string, unknown[]>> => {
      const seen: Record<string, unknown[]> = {}
      for (const scenario of scenarios) {
        // oxlint-disable-next-line no-await-in-loop -- one process, whose unhandled errors are of one scenario
        seen[scenario.name] = await playSockets(scenario, world)
        after(scenario)
      }
      return seen
    }
    const bare = await play()
    const recorder = record()
    try {
      recorder.instrumentation.manuallyInstrument(module)
      const ends: Record<string, unknown[]> = {}
      const seen = await play(({ name }) => {
        ends[name] = recorder.spans().map(({ attributes }) => attributes['error.type'] ?? undefined)
        recorder.reset()
      })
      expect(seen).toEqual(bare)
      expect(ends).toEqual(
        Object.fromEntries(scenarios.map(({ name, spans }) => [name, spans[api]])),
      )
      expect(recorder.open()).toBe(0)
      expect(recorder.diagnostics.filter((line) => line.startsWith('kansoku'))).toEqual([])
    } finally {
      await recorder.stop()
    }
  })
})
