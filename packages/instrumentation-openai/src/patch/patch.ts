import { guard } from '@kansoku/core'
import { context, diag } from '@opentelemetry/api'

import { type Call, failed, left, type Source, startCall, type StartedCall } from '../call/call.ts'
import { observePromise } from '../call/observe-promise.ts'
import type { Endpoint } from '../endpoints.ts'
import { fields } from '../reading/wire.ts'

/** A method of one resource class, wrapped. */
export interface Patch {
  /** Whose telemetry the calls of all clients go to; the first one, where there are several. */
  readonly sources: Set<Source>
}

/** Shared by all copies of this package in the process: an application may load its ESM and its CommonJS build. */
interface Registry {
  readonly patches: WeakMap<object, Map<string, Patch>>
  /** Clients with a source of their own. */
  readonly clients: WeakMap<object, Source>
}

type Method = (this: unknown, ...args: readonly unknown[]) => unknown

const REGISTRY = Symbol.for('kansoku.instrumentation-openai.registry.1')

const { clients, patches } = registry()

function registry(): Registry {
  const shared = globalThis as { [REGISTRY]?: Registry }
  shared[REGISTRY] ??= { patches: new WeakMap(), clients: new WeakMap() }
  return shared[REGISTRY]
}

/** Wraps the method, or gives the patch that is already there: nothing is ever wrapped twice. */
export function patchMethod(prototype: object, endpoint: Endpoint): Patch {
  const known = patches.get(prototype) ?? new Map<string, Patch>()
  patches.set(prototype, known)
  const existing = known.get(endpoint.method)
  if (existing) return existing
  const patch: Patch = { sources: new Set() }
  known.set(endpoint.method, patch)
  const descriptor = Object.getOwnPropertyDescriptor(prototype, endpoint.method)
  if (descriptor)
    Object.defineProperty(prototype, endpoint.method, {
      ...descriptor,
      value: wrap(descriptor.value as Method, endpoint, patch),
    })
  return patch
}

export function sourceOfClient(client: object): Source | undefined {
  return clients.get(client)
}

export function setSourceOfClient(client: object, source: Source): void {
  clients.set(client, source)
}

/** A method as a class has it: no constructor, the same name and the same number of parameters. */
function wrap(original: Method, endpoint: Endpoint, patch: Patch): Method {
  const { method } = endpoint
  // The first versions of `responses.retrieve` sort their arguments out by calling themselves: that is one call.
  let within: unknown
  const holder = {
    [method](this: unknown, ...args: readonly unknown[]): unknown {
      if (within !== undefined && within === this) return original.apply(this, [...args])
      const client = fields(this)['_client']
      const started = guard('starting a call', () => start(endpoint, patch, client, args))
      if (started === undefined) return original.apply(this, [...args])
      const { call } = started
      let result: unknown
      within = this
      try {
        // Without a `this` of its own: a context manager would make `null` of `undefined`.
        result = context.with(started.context, () => original.apply(this, [...started.args]))
      } catch (error) {
        // openai up to 7.5 throws for a missing body, later ones reject.
        guard('observing an error', () => failed(call, error))
        throw error
      } finally {
        within = undefined
      }
      guard('observing a call', () => observe(result, call))
      return result
    },
  }
  const wrapper = holder[method] as Method
  Object.defineProperty(wrapper, 'length', { value: original.length, configurable: true })
  return wrapper
}

function start(
  endpoint: Endpoint,
  patch: Patch,
  client: unknown,
  args: readonly unknown[],
): StartedCall | undefined {
  const own = typeof client === 'object' && client !== null ? sourceOfClient(client) : undefined
  const source = own ?? firstOf(patch.sources)
  return source && startCall(endpoint, source, client, args)
}

function firstOf<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value
  return undefined
}

let warned = false

function observe(result: unknown, call: Call): void {
  if (observePromise(result, call)) return
  // A handler on a promise of unknown make could silence its rejection, so the call is left alone.
  left(call)
  if (warned) return
  warned = true
  diag.warn(
    'kansoku: the openai client returned something else than its own promise, another tool seems to wrap it. Its calls are recorded without their results',
  )
}
