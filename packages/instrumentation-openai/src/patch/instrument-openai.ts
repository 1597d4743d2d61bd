import { guard } from '@kansoku/core'
import { diag, type MeterProvider, type TracerProvider } from '@opentelemetry/api'

import type { Source } from '../call/call.ts'
import type { OpenAIInstrumentationConfig } from '../options.ts'
import { isConnection, socketClassOf } from '../sockets/classes.ts'
import { patchSocketClass } from '../sockets/patch-sockets.ts'
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts'
import { nameErrorsOfClient } from './error-classes.ts'
import { OpenAIInstrumentation, sourceOf, warnOfMissing } from './instrumentation.ts'
import { patchMethod, setSourceOfClient, sourceOfClient } from './patch.ts'
import { targetsOfClient } from './targets.ts'

/** Options of {@link instrumentOpenAI}. */
export interface InstrumentOpenAIOptions extends Omit<OpenAIInstrumentationConfig, 'enabled'> {
  /** @defaultValue the global one, whenever it is registered */
  tracerProvider?: TracerProvider
  /** @defaultValue the global one at the client's first call */
  meterProvider?: MeterProvider
  /** @defaultValue the global one, of API 1.10 or of `@opentelemetry/api-logs` */
  loggerProvider?: Parameters<OpenAIInstrumentation['setLoggerProvider']>[0]
}

/**
 * Traces one client, without any loader hook: for bundles, serverless hosts and tests. Clients made from it by
 * `withOptions` are traced alike. Where an {@link OpenAIInstrumentation} is active as well, each call still has one
 * span, recorded by the options given here. A connection is taken as well: `ResponsesWS`, `OpenAIRealtimeWS` and their kin.
 *
 * @returns the very client or connection that was given.
 * @example
 * ```ts
 * const client = instrumentOpenAI(new OpenAI())
 * ```
 */
export function instrumentOpenAI<T extends object>(
  client: T,
  options: InstrumentOpenAIOptions = {},
): T {
  guard('instrumenting a client', () => {
    if (sourceOfClient(client)) return
    const socket = socketClassOf(client)
    if (socket) {
      patchSocketClass(socket)
      setSourceOfClient(client, createSource(options))
      return
    }
    if (isConnection(client)) {
      diag.warn(
        `kansoku: the given connection cannot be traced, being none of Responses, Realtime or Live that ${PACKAGE_NAME} ${PACKAGE_VERSION} knows. See its README for what is recorded`,
      )
      return
    }
    const targets = targetsOfClient(client)
    warnOfMissing(targets.missing, 'the given client')
    if (targets.found.length === 0) return
    nameErrorsOfClient(client)
    for (const { endpoint, prototype } of targets.found) patchMethod(prototype, endpoint)
    followWithOptions(client)
    setSourceOfClient(client, createSource(options))
  })
  return client
}

function createSource(options: InstrumentOpenAIOptions): Source {
  const { loggerProvider, meterProvider, tracerProvider, ...config } = options
  const instrumentation = new OpenAIInstrumentation({ ...config, enabled: false })
  if (tracerProvider) instrumentation.setTracerProvider(tracerProvider)
  if (meterProvider) instrumentation.setMeterProvider(meterProvider)
  if (loggerProvider) instrumentation.setLoggerProvider(loggerProvider)
  return sourceOf(instrumentation)
}

type WithOptions = (this: object, ...args: readonly unknown[]) => unknown

const followed = new WeakSet<object>()

/** `withOptions` makes a new client of the same class, which belongs to the same source. */
function followWithOptions(client: object): void {
  for (let at: unknown = client; typeof at === 'object' && at !== null;) {
    const descriptor = Object.getOwnPropertyDescriptor(at, 'withOptions')
    if (typeof descriptor?.value === 'function' && !followed.has(at)) {
      followed.add(at)
      const value = following(descriptor.value as WithOptions)
      Object.defineProperty(at, 'withOptions', { ...descriptor, value })
    }
    at = Object.getPrototypeOf(at)
  }
}

function following(original: WithOptions): WithOptions {
  const holder: { withOptions: WithOptions } = {
    withOptions(...args) {
      const derived = original.apply(this, [...args])
      guard('following a client', () => {
        const source = sourceOfClient(this)
        if (source && typeof derived === 'object' && derived !== null)
          setSourceOfClient(derived, source)
      })
      return derived
    },
  }
  return Object.defineProperty(holder.withOptions, 'length', { value: original.length })
}
