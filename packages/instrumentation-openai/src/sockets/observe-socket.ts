import type { Source } from '../call/call.ts'
import { sourceOfClient } from '../patch/patch.ts'
import { parsedJson } from '../reading/json.ts'
import { calleeOf } from '../reading/provider.ts'
import { fields, someText } from '../reading/wire.ts'
import { clientOf } from './classes.ts'
import { type Connection, createConnection } from './connection.ts'
import type { Flight } from './flight.ts'
import { observeFrames } from './frames.ts'
import { liveProtocol } from './live-protocol.ts'
import type { Api, Protocol } from './protocol.ts'
import { realtimeProtocol } from './realtime/protocol.ts'
import { RESPONSES } from './responses-protocol.ts'
import { addressOf, deploymentOf, modelOf } from './url.ts'
import { physicalSocket, watchClose } from './watch-close.ts'

/** Stands beside the methods of a socket class. Each call is guarded: nothing of it reaches the application. */
export interface SocketObserver {
  /** The connection has its first socket. */
  readonly connected: (emitter: object) => void
  /** An event that is about to be sent, as an object or as its JSON. */
  readonly sending: (emitter: object, event: unknown) => Sending | undefined
  readonly closing: (emitter: object) => void
  /** What the class emits to the application. */
  readonly emitting: (emitter: object, name: unknown, args: readonly unknown[]) => void
  /** A problem on our side of the connection, which the class is about to report. */
  readonly problem: (emitter: object, said: unknown, cause: unknown) => void
}

/** A request on its way to the client's socket or queue. */
export interface Sending {
  readonly taken: () => void
  readonly threw: (error: unknown) => void
}

interface Queued {
  readonly frame: string
  readonly flight: Flight
}

interface Observed {
  readonly connection: Connection
  /** The socket that the class has now, and the one below the client's adapter. */
  held: unknown
  socket: object | undefined
  /** Requests that wait in the client's queue, with their frames. */
  queue: Queued[]
  /** The response whose event is being sent: what goes wrong meanwhile is about it. */
  sending: Flight | undefined
  reconnecting: boolean
  /** The last error of a socket, which is why it closes. */
  trouble: unknown
}

const NOT_SENT = 'the request was not sent'
const CONNECTING = 0
const CLOSING = 2
/** Requests whose place in the client's queue is known at most. */
const MAX_QUEUED = 1000

export function createSocketObserver(api: Api, shared: () => Source | undefined): SocketObserver {
  const all = new WeakMap<object, Observed>()

  const observedOf = (emitter: object): Observed => {
    const known = all.get(emitter)
    if (known) return known
    const observed = observe(api, emitter, shared)
    all.set(emitter, observed)
    return observed
  }
  /** Looks at the socket that the class has now, which is another one after a reconnect. */
  const attach = (emitter: object, observed: Observed): void => {
    const { socket } = fields(emitter)
    if (socket === observed.held) return
    observed.held = socket
    const below = physicalSocket(socket)
    observed.socket = below
    if (!below) return
    watchClose(below, (code, reason) => {
      observed.connection.dropped(below, closedWith(code, reason), observed.trouble)
    })
    if (below !== socket)
      observeFrames(socket as object, (frame) => framing(emitter, observed, frame))
  }
  const settle = (emitter: object, observed: Observed, flight: Flight, sent: unknown): void => {
    attach(emitter, observed)
    const { connection, reconnecting, socket } = observed
    const { readyState } = fields(observed.held)
    const state = typeof readyState === 'number' ? readyState : undefined
    const queued = reconnecting || state === CONNECTING
    if (!connection.sent(flight, queued ? undefined : socket)) return
    if (queued) keep(observed.queue, flight, sent)
    // `ws` takes what is sent on a closed socket without a word.
    else if (socket && state !== undefined && state >= CLOSING)
      connection.dropped(socket, 'the connection is closed')
  }
  const begin = (emitter: object, observed: Observed, sent: unknown): Sending | undefined => {
    const { connection } = observed
    const flight = connection.sending(fields(typeof sent === 'string' ? eventIn(sent) : sent))
    if (!flight) return undefined
    const outer = observed.sending
    observed.sending = flight
    return {
      taken: () => {
        observed.sending = outer
        settle(emitter, observed, flight, sent)
      },
      threw: (error) => {
        observed.sending = outer
        connection.notSent(flight, NOT_SENT, error)
      },
    }
  }
  /** A frame that goes out: of the request that is being sent, of one that waited, or of a lane. */
  const framing = (emitter: object, observed: Observed, frame: unknown): Sending | undefined => {
    if (typeof frame !== 'string' || observed.sending) return undefined
    const at = observed.queue.findIndex((queued) => queued.frame === frame)
    const [waited] = at === -1 ? [] : observed.queue.splice(at, 1)
    if (!waited) return begin(emitter, observed, frame)
    const { connection, socket } = observed
    return {
      taken: () => connection.sent(waited.flight, socket),
      threw: (error) => connection.notSent(waited.flight, NOT_SENT, error),
    }
  }

  return {
    connected: (emitter) => attach(emitter, observedOf(emitter)),
    sending: (emitter, event) => begin(emitter, observedOf(emitter), event),
    closing: (emitter) => observedOf(emitter).connection.closing(),
    emitting: (emitter, name, args) => {
      if (name === 'event') {
        const observed = observedOf(emitter)
        attach(emitter, observed)
        observed.connection.received(fields(args[0]), observed.socket)
        return
      }
      const observed = all.get(emitter)
      if (!observed) return
      if (name === 'reconnecting') observed.reconnecting = true
      if (name === 'reconnected') {
        observed.reconnecting = false
        observed.trouble = undefined
        attach(emitter, observed)
        sentAll(observed)
      }
      // The client gives up: what is still in its queue will never be sent.
      if (name === 'close') {
        observed.queue = []
        observed.connection.dropped(undefined, closedWith(args[0], args[1]), observed.trouble)
      }
    },
    problem: (emitter, said, cause) => {
      const observed = all.get(emitter)
      if (!observed) return
      const { connection, sending } = observed
      if (sending) connection.notSent(sending, String(said), cause)
      // Of the socket, and not of an event that could not be read.
      else if (cause instanceof Error && said === cause.message) observed.trouble = cause
    },
  }
}

function observe(api: Api, emitter: object, shared: () => Source | undefined): Observed {
  const client = clientOf(emitter)
  const { url } = fields(emitter)
  const deployment = deploymentOf(url)
  const peer = {
    source: () =>
      sourceOfClient(emitter) ??
      (typeof client === 'object' && client ? sourceOfClient(client) : undefined) ??
      shared(),
    callee: (source: Source) =>
      // Realtime keeps only the address of its client.
      calleeOf(
        client ?? {
          baseURL: addressOf(url),
          ...(deployment !== undefined && { deploymentName: deployment }),
        },
        source.providerName(),
        client === undefined,
      ),
  }
  const protocols = {
    live: liveProtocol,
    realtime: () => realtimeProtocol(modelOf(url) ?? deployment),
    responses: () => RESPONSES,
  } as const satisfies Readonly<Record<Api, () => Protocol>>
  return {
    connection: createConnection(protocols[api](), peer),
    held: undefined,
    socket: undefined,
    queue: [],
    sending: undefined,
    reconnecting: false,
    trouble: undefined,
  }
}

/** @param reason text, which `ws` gives as bytes */
function closedWith(code: unknown, reason: unknown): string {
  const said = Buffer.isBuffer(reason) ? reason.toString() : someText(reason)
  return `the connection was closed with code ${String(code)}${said ? `: ${said}` : ''}`
}

/** The client's events are JSON from the moment they enter its queue. */
function keep(queue: Queued[], flight: Flight, sent: unknown): void {
  const frame = typeof sent === 'string' ? sent : JSON.stringify(sent)
  if (queue.length < MAX_QUEUED) queue.push({ frame, flight })
}

/** A new socket gets the queue before anybody hears of it. */
function sentAll(observed: Observed): void {
  for (const { flight } of observed.queue) observed.connection.sent(flight, observed.socket)
  observed.queue = []
}

/** What matters of an event that was sent as a frame. The rest is not parsed a second time: frames of sound are long. */
const OF_INTEREST =
  /"(?:response\.create|response\.cancel|session\.update|conversation\.item\.create)"/

function eventIn(frame: string): unknown {
  return OF_INTEREST.test(frame) ? parsedJson(frame) : undefined
}
