import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

import { type WebSocket, WebSocketServer } from 'ws'

/** What the server says to one event of the client; `undefined` says nothing. */
export type Reply = (event: Event, socket: WebSocket) => void
export interface Event extends Readonly<Record<string, unknown>> {
  readonly type: string
}

export interface SocketServer {
  /** `http://127.0.0.1:port/v1`, the base URL of a client. */
  readonly baseURL: string
  readonly port: number
  /** Options of `ws` with which a `wss:` address reaches this server, which speaks no TLS. */
  readonly options: { createConnection: () => Socket }
  /** Every event that arrived. */
  readonly received: Event[]
  /** From now on. */
  readonly reply: (reply: Reply) => void
  /** Answers every handshake with this status from now on. */
  readonly refuse: (status: number) => void
  /** Events that the server says first, on every connection. */
  readonly greet: (...events: readonly object[]) => void
  readonly sockets: () => ReadonlySet<WebSocket>
  readonly close: () => Promise<void>
}

/** A model behind a WebSocket on loopback. It plays what a test tells it. */
export async function startSocketServer(): Promise<SocketServer> {
  const server: Server = createServer()
  let refused: number | undefined
  const sockets = new WebSocketServer({
    server,
    verifyClient: (_, accept) => accept(refused === undefined, refused),
  })
  const received: Event[] = []
  let reply: Reply | undefined
  let greeting: readonly object[] = []
  sockets.on('connection', (socket) => {
    for (const event of greeting) socket.send(JSON.stringify(event))
    socket.on('message', (data: Buffer) => {
      const event = JSON.parse(data.toString()) as Event
      received.push(event)
      reply?.(event, socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    port,
    options: { createConnection: () => connect(port, '127.0.0.1') },
    received,
    reply: (next) => {
      reply = next
    },
    refuse: (status) => {
      refused = status
    },
    greet: (...events) => {
      greeting = events
    },
    sockets: () => sockets.clients,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise<void>((resolve) => sockets.close(() => server.close(() => resolve())))
    },
  }
}

/** A reply of these events, whatever the client says, to every `response.create`. */
export function answering(...events: readonly object[]): Reply {
  return ({ type }, socket) => {
    if (type === 'response.create') for (const event of events) socket.send(JSON.stringify(event))
  }
}
