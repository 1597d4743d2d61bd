import { setImmediate } from 'node:timers'

import {
  dropWatch,
  guard,
  type Held,
  type Operation,
  type Outcome,
  present,
  startOperation,
  type Telemetry,
} from '@kansoku/core'
import type { Context } from '@opentelemetry/api'

import type { Endpoint } from '../endpoints.ts'
import { inferred, type InferredBy } from '../reading/output-format.ts'
import { calleeAttributes, calleeOf } from '../reading/provider.ts'
import { fields } from '../reading/wire.ts'
import type { Answer, StreamFold } from './answer.ts'
import { askForUsage, hideUsage } from './included-usage.ts'
import { unquoted } from './unquoted.ts'
import { withheld } from './withheld.ts'

/** Where a call's telemetry goes. */
export interface Source {
  readonly telemetry: () => Telemetry
  readonly providerName: () => string | undefined
  /** Whether streams are asked for their usage. */
  readonly includeUsage: () => boolean
  /** Whether and how the request's own output format is a contract. */
  readonly inferContracts: () => InferredBy | undefined
}

/**
 * One logical call from `create` to its end, whichever of these comes first; later ones change nothing.
 *
 * The client's promises have this small object, and all that weighs goes with the end: V8's scavenger keeps many of them
 * until the next full collection, and what hangs on them is copied twice. A class, because V8 takes an object literal
 * that lived long a few times for one that always does, and makes it old from birth. Together 4 of 17 µs.
 */
export class Call {
  /** Whether a chunk has to be kept from the application; there only where we asked for what it brings. */
  readonly hides: ((chunk: unknown) => boolean) | undefined
  /** Nothing once the call has ended. */
  open: OpenCall | undefined

  constructor(open: OpenCall, hides: Call['hides']) {
    this.open = open
    this.hides = hides
  }
}

/** What goes on. It never refers to the promise or the stream that the application has: their collection is an end. */
class OpenCall {
  readonly operation: Operation
  readonly endpoint: Endpoint
  readonly provider: string
  readonly body: unknown
  /** The body as it came, before `parse()` and its like make something else of it. */
  answer: { readonly body: unknown } | undefined = undefined
  /** A stream instead of a body. */
  stream: StreamFold | undefined = undefined
  /** Promises and streams through which the application can still go on. */
  holders = 0
  /** What is under way and will tell. */
  busy = 0
  readsBody = false
  /** A call that is dropped ended when it was last seen, not when its garbage was collected. */
  seenAt: number = performance.now()

  constructor(operation: Operation, endpoint: Endpoint, provider: string, body: unknown) {
    this.operation = operation
    this.endpoint = endpoint
    this.provider = provider
    this.body = body
  }
}

/** A call, and what to run the client with: inside the span, with what the application gave, unless usage is asked for. */
export interface StartedCall {
  readonly call: Call
  readonly context: Context
  readonly args: readonly unknown[]
}

type Failure = Extract<Outcome, { kind: 'failure' }>

const NO_RESPONSE: Answer = { attributes: {} }

/** Starts the span. May throw where the SDK does: the caller guards. */
export function startCall(
  endpoint: Endpoint,
  source: Source,
  client: unknown,
  args: readonly unknown[],
): StartedCall {
  const asking =
    endpoint.usageOnRequest === true && source.includeUsage() ? askForUsage(args) : undefined
  const body = endpoint.body ? endpoint.body(args) : args[0]
  const callee = calleeOf(client, source.providerName(), endpoint.inDeployment)
  const { format, input } = endpoint
  const inferredBy = format && source.inferContracts()
  const { provider } = callee
  const operation = startOperation(source.telemetry(), {
    name: endpoint.operation,
    attributes: present(
      calleeAttributes(callee, fields(body)['model']),
      // The application's own object: one of its getters may throw, and the call is one all the same.
      guard('reading a request', () => endpoint.request(body, provider)),
    ),
    ...(input && { input: () => input(body) }),
    ...(inferredBy && { contract: () => inferred(format(body), inferredBy) }),
  })
  return {
    call: new Call(new OpenCall(operation, endpoint, provider, body), asking && hideUsage),
    context: operation.context,
    args: asking ?? args,
  }
}

const watchPromise = dropWatch<Call>(({ open }) => open?.readsBody === false, release)
const watchStream = dropWatch<Call>(({ open }) => open !== undefined, release)

/** The application has this promise. Once its body is read, the answer or the stream that it gave takes its place. */
export function holdPromise(call: Call, promise: object): Held<Call> {
  if (call.open) call.open.holders += 1
  return watchPromise(promise, call)
}

/** The application, or something that it may still use, has this stream: the call can go on through it. */
export function holdStream(call: Call, stream: object): void {
  const { open } = call
  if (!open) return
  open.holders += 1
  open.seenAt = performance.now()
  watchStream(stream, call)
}

function release(call: Call): void {
  const { open } = call
  if (!open) return
  open.holders -= 1
  if (open.holders === 0 && open.busy === 0) end(call, 'cancelled', response(open), open.seenAt)
}

/** The body is being read through this promise; an answer or an error will come. */
export function reading(held: Held<Call>): void {
  const { open } = held.owner
  if (!open) return
  open.busy += 1
  open.readsBody = true
  if (held.target === undefined) return
  held.target = undefined
  open.holders -= 1
}

/** The body as it came. */
export function arrived({ open }: Call, value: unknown): void {
  if (open) open.answer ??= { body: value }
}

/** The application gets its value. */
export function settled(call: Call): void {
  const { open } = call
  if (!open) return
  open.busy -= 1
  if (!open.stream) end(call, 'success', response(open))
}

export function failed(call: Call, error: unknown): void {
  const { open } = call
  if (!open) return
  // Anything can be thrown, also what throws when it is looked at.
  const seen = guard('reading an error', () => withheld(error, open.answer !== undefined))
  finish(call, open, { kind: 'failure', error: seen, response: response(open) })
}

/** The headers are in, and the application asked for no more so far. */
export function headers(call: Call): void {
  const { open } = call
  if (!open) return
  open.busy += 1
  // `asResponse()` and then `await` of the same promise: the body follows at once, if at all.
  setImmediate(() => {
    open.busy -= 1
    if (!open.readsBody) end(call, 'success', NO_RESPONSE)
  })
}

/** A stream instead of a body. */
export function opened({ open }: Call): void {
  if (open) open.stream ??= open.endpoint.stream?.(open.provider, open.operation.needsOutput)
}

export function chunk({ open }: Call, value: unknown): void {
  if (!open) return
  const now = performance.now()
  open.seenAt = now
  if (open.stream?.add(value) === true) open.operation.chunk(now)
}

export function streamEnded(call: Call): void {
  if (call.open) end(call, 'success', response(call.open))
}

/** The application stopped reading. */
export function left(call: Call): void {
  if (call.open) end(call, 'cancelled', response(call.open))
}

function response({ answer, endpoint, provider, stream }: OpenCall): Answer {
  const read = guard('reading an answer', () => {
    if (stream) return stream.response()
    return answer && endpoint.response(answer.body, provider)
  })
  return read ?? NO_RESPONSE
}

function end(call: Call, kind: 'success' | 'cancelled', read: Answer, at?: number): void {
  const { open } = call
  if (!open) return
  const { failure } = read
  const outcome: Outcome = failure
    ? { kind: 'failure', error: failure, response: read }
    : { kind, response: read }
  finish(call, open, outcome, at)
}

function finish(call: Call, open: OpenCall, outcome: Outcome, at?: number): void {
  call.open = undefined
  open.operation.end(outcome.kind === 'failure' ? quotingNothing(outcome, open) : outcome, at)
}

function quotingNothing(outcome: Failure, { body, endpoint }: OpenCall): Failure {
  return {
    ...outcome,
    error: guard('reading an error', () =>
      unquoted(outcome.error, () => [endpoint.input?.(body), endpoint.quotable?.(body)]),
    ),
  }
}
