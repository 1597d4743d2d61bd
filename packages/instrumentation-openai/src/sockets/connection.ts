import { guard, withoutPrompt } from '@kansoku/core'
import { type Context, context } from '@opentelemetry/api'

import type { Source } from '../call/call.ts'
import type { Callee } from '../reading/provider.ts'
import { fields, someText, text, type Wire } from '../reading/wire.ts'
import { serverError, socketFailure } from './failure.ts'
import { concerned, type Flight, requestOf } from './flight.ts'
import type { Aside, Beginning, Protocol } from './protocol.ts'
import { startTurn } from './turn.ts'

/** Responses of one connection that are open at most: a server that never answers must not fill the memory. */
const MAX_OPEN = 1000
/** Lanes whose last context is known at most: an application may name each of its requests' lanes anew. */
const MAX_LANES = 100

/** Where the responses of a connection are recorded, and who answers them. */
export interface Peer {
  /** None while nobody records. */
  readonly source: () => Source | undefined
  readonly callee: (source: Source) => Callee
}

/** One connection, whichever sockets it goes through one after the other. The caller guards. */
export interface Connection {
  /** The application sends an event. @returns the response that it asks for, if it does */
  readonly sending: (event: Wire) => Flight | undefined
  /** The client took the event; without a socket it waits in the client's queue. @returns whether it is still awaited */
  readonly sent: (flight: Flight, socket: object | undefined) => boolean
  readonly notSent: (flight: Flight, said: string, cause?: unknown) => void
  readonly received: (event: Wire, socket: object | undefined) => void
  /** The application closes the connection: what is open then was its own wish to leave. */
  readonly closing: () => void
  /** A socket has closed, and nothing that was sent on it will be answered. Without a socket: the connection has. */
  readonly dropped: (socket: object | undefined, said: string, cause?: unknown) => void
}

export function createConnection(protocol: Protocol, peer: Peer): Connection {
  /** In the order of their starts. */
  const flights = new Set<Flight>()
  const byId = new Map<string, Flight>()
  /** The response under way, by lane: most events of the Responses API name no response. */
  const current = new Map<string | undefined, Flight>()
  /** Where what nobody asks for belongs, by lane. */
  const contexts = new Map<string | undefined, Context>()
  let closing = false

  const begin = (
    at: Context,
    read: (provider: string) => Beginning,
    lane?: string,
    request?: Wire,
  ): Flight | undefined => {
    const source = peer.source()
    if (!source) return undefined
    const callee = peer.callee(source)
    const turn = startTurn(source, callee, at, read(callee.provider))
    const flight: Flight = {
      turn,
      lane,
      request,
      begun: false,
      id: undefined,
      socket: undefined,
      cancelled: false,
    }
    const [oldest] = flights
    if (oldest && flights.size >= MAX_OPEN) remove(oldest).left()
    flights.add(flight)
    return flight
  }
  const contextOf = (lane?: string): Context =>
    contexts.get(lane) ?? contexts.get(undefined) ?? context.active()
  const remove = (flight: Flight): Flight['turn'] => {
    flights.delete(flight)
    if (flight.id !== undefined) byId.delete(flight.id)
    if (current.get(flight.lane) === flight) current.delete(flight.lane)
    return flight.turn
  }
  const began = (flight: Flight, response: Wire): void => {
    flight.begun = true
    flight.id = someText(response['id'])
    if (flight.id !== undefined) byId.set(flight.id, flight)
    current.set(flight.lane, flight)
  }
  const waitingIn = (lane: string | undefined): Flight[] =>
    [...flights].filter((flight) => !flight.begun && flight.lane === lane)

  /** The response that an event belongs to; `response.created` makes one where nobody asked. */
  const flightOf = (type: string, event: Wire, socket: object | undefined): Flight | undefined => {
    const response = fields(event['response'])
    const id = someText(event['response_id']) ?? someText(response['id'])
    const lane = text(event['stream_id'])
    const known = id === undefined ? current.get(lane) : byId.get(id)
    const first = type === 'response.created'
    if (known && (!first || id !== undefined)) return known
    // A response that fails at once may have no first event.
    if (!first && (!protocol.final.has(type) || current.has(lane))) return undefined
    const asked = requestOf(waitingIn(lane), response, protocol.spontaneous)
    const flight =
      asked ??
      (first
        ? begin(contextOf(lane), (provider) => protocol.begun(response, provider), lane)
        : undefined)
    if (!flight) return undefined
    flight.socket ??= socket
    began(flight, response)
    return flight
  }

  const aside = ({ beginning, ends, event, id }: Aside, socket: object | undefined): void => {
    const flight = byId.get(id) ?? begin(withoutPrompt(contextOf()), beginning)
    if (!flight) return
    flight.socket ??= socket
    flight.begun = true
    flight.id = id
    byId.set(id, flight)
    if (event) flight.turn.add(event)
    if (ends) remove(flight).done(false)
  }

  const failedByServer = (event: Wire): void => {
    const flight = concerned([...flights], event, protocol.spontaneous)
    if (!flight) return
    const turn = remove(flight)
    if (flight.begun) turn.add(event)
    turn.failed(serverError(event))
  }

  return {
    sending: (event) => {
      const type = text(event['type']) ?? ''
      const { asked } = protocol
      const lane = text(event['stream_id'])
      if (protocol.setsContext.has(type)) {
        contexts.set(lane, context.active())
        if (contexts.size > MAX_LANES) contexts.delete(contexts.keys().next().value)
      }
      if (type === 'response.create' && asked)
        return begin(context.active(), (provider) => asked(event, provider), lane, event)
      if (type === 'response.cancel') {
        const id = someText(event['response_id'])
        for (const flight of flights) flight.cancelled ||= id === undefined || flight.id === id
      }
      protocol.sent(event)
      return undefined
    },
    sent: (flight, socket) => {
      flight.socket = socket
      return flights.has(flight)
    },
    notSent: (flight, said, cause) => {
      if (flights.has(flight)) remove(flight).failed(socketFailure('not_sent', said, cause))
    },
    received: (told, socket) => {
      const event = protocol.within?.(told) ?? told
      const type = text(event['type']) ?? ''
      protocol.received(event)
      const besides = protocol.aside?.(event)
      if (besides) return aside(besides, socket)
      if (type === 'error') return failedByServer(event)
      const flight = type.startsWith('response.') ? flightOf(type, event, socket) : undefined
      flight?.turn.add(event)
      if (flight && protocol.final.has(type))
        remove(flight).done(fields(event['response'])['status'] === 'cancelled')
      return undefined
    },
    closing: () => {
      closing = true
    },
    dropped: (socket, said, cause) => {
      for (const flight of flights) {
        if (socket !== undefined && flight.socket !== socket) continue
        const turn = remove(flight)
        // One by one: what fails in the telemetry of one response must not leave the next one open.
        guard('ending a response', () => {
          if (closing || flight.cancelled) turn.left()
          else turn.failed(socketFailure('connection_closed', said, cause))
        })
      }
    },
  }
}
