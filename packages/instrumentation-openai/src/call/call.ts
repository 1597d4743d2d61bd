import { setImmediate } from 'node:timers'

import { guard, type Outcome, startOperation, type Telemetry, whenDropped } from '@kansoku/core'
import type { Context } from '@opentelemetry/api'

import type { Endpoint } from '../endpoints.ts'
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
}

/**
 * One logical call from `create` to its end, whichever of these comes first; later ones change nothing.
 * It never refers to the promise or the stream that the application has: their collection is one of its ends.
 */
export interface Call {
  readonly context: Context
  /** What to call the client with: what the application gave, unless usage is asked for. */
  readonly args: readonly unknown[]
  /** Whether a chunk has to be kept from the application; there only where we asked for what it brings. */
  readonly hides: ((chunk: unknown) => boolean) | undefined
  /** The application has this promise. Once its body is read, the answer or the stream that it gave takes its place. */
  readonly holdPromise: (promise: object) => void
  /** The application, or something that it may still use, has this stream: the call can go on through it. */
  readonly holdStream: (stream: object) => void
  /** The body is being read; an answer or an error will come. */
  readonly reading: () => void
  /** The body as it came, before `parse()` and its like make something else of it. */
  readonly arrived: (value: unknown) => void
  /** The application gets its value. */
  readonly settled: () => void
  readonly failed: (error: unknown) => void
  /** The headers are in, and the application asked for no more so far. */
  readonly headers: () => void
  /** A stream instead of a body. */
  readonly opened: () => void
  readonly chunk: (chunk: unknown) => void
  readonly streamEnded: () => void
  /** The application stopped reading. */
  readonly left: () => void
}

type Failure = Extract<Outcome, { kind: 'failure' }>

const NO_RESPONSE: Answer = { attributes: {} }

/** Starts the span. May throw where the SDK does: the caller guards. */
export function startCall(
  endpoint: Endpoint,
  source: Source,
  client: unknown,
  args: readonly unknown[],
): Call {
  const asking =
    endpoint.usageOnRequest === true && source.includeUsage() ? askForUsage(args) : undefined
  const body = endpoint.body ? endpoint.body(args) : args[0]
  const callee = calleeOf(client, source.providerName(), endpoint.inDeployment)
  const { input } = endpoint
  const { provider } = callee
  const operation = startOperation(source.telemetry(), {
    name: endpoint.operation,
    attributes: {
      ...calleeAttributes(callee, fields(body)['model']),
      ...endpoint.request(body, provider),
    },
    ...(input && { input: () => input(body) }),
  })

  // A call that is dropped ended when it was last seen, not when its garbage was collected.
  let seenAt = performance.now()
  let holders = 0
  let busy = 0
  let readsBody = false
  let ended = false
  let answer: { readonly body: unknown } | undefined
  let stream: StreamFold | undefined

  const response = (): Answer => {
    const read = guard('reading an answer', () => {
      if (stream) return stream.response()
      return answer && endpoint.response(answer.body, provider)
    })
    return read ?? NO_RESPONSE
  }
  const quotingNothing = (outcome: Failure): Failure => ({
    ...outcome,
    error: guard('reading an error', () =>
      unquoted(outcome.error, () => [input?.(body), endpoint.quotable?.(body)]),
    ),
  })
  const finish = (outcome: Outcome, at?: number): void => {
    ended = true
    operation.end(outcome.kind === 'failure' ? quotingNothing(outcome) : outcome, at)
  }
  const end = (kind: 'success' | 'cancelled', read: Answer, at?: number): void => {
    const { failure } = read
    finish(
      failure ? { kind: 'failure', error: failure, response: read } : { kind, response: read },
      at,
    )
  }
  const hold = (target: object, stillNeeded: () => boolean): void => {
    holders += 1
    seenAt = performance.now()
    whenDropped(target, { stillNeeded, release })
  }
  const release = (): void => {
    holders -= 1
    if (!ended && holders === 0 && busy === 0) end('cancelled', response(), seenAt)
  }

  return {
    context: operation.context,
    args: asking ?? args,
    hides: asking && hideUsage,
    holdPromise: (promise) => hold(promise, () => !ended && !readsBody),
    holdStream: (opened) => hold(opened, () => !ended),
    reading: () => {
      busy += 1
      readsBody = true
    },
    arrived: (value) => {
      answer ??= { body: value }
    },
    settled: () => {
      busy -= 1
      if (!stream && !ended) end('success', response())
    },
    failed: (error) => {
      if (ended) return
      const seen = withheld(error, answer !== undefined)
      finish({ kind: 'failure', error: seen, response: response() })
    },
    headers: () => {
      busy += 1
      // `asResponse()` and then `await` of the same promise: the body follows at once, if at all.
      setImmediate(() => {
        busy -= 1
        if (!readsBody && !ended) end('success', NO_RESPONSE)
      })
    },
    opened: () => {
      stream ??= endpoint.stream?.(provider, operation.needsOutput)
    },
    chunk: (chunk) => {
      seenAt = performance.now()
      if (stream?.add(chunk) === true) operation.chunk()
    },
    streamEnded: () => {
      if (!ended) end('success', response())
    },
    left: () => {
      if (!ended) end('cancelled', response())
    },
  }
}
