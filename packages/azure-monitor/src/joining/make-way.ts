import { createRequire } from 'node:module'

import type { EventLoggerProvider } from '@kansoku/core'
import * as api from '@opentelemetry/api'
import type { TracerProvider } from '@opentelemetry/api'

import { followingLoggerProvider, followingTracerProvider } from '../following-providers.ts'
import type { OwnProviders } from './own-providers.ts'

/** Whether the application, or who watches it, has started an SDK before us. */
export function isSdkRegistered(): boolean {
  const globals = globalThis as Record<symbol, object | undefined>
  return 'trace' in (globals[Symbol.for('opentelemetry.js.api.1')] ?? {})
}

/**
 * Lets an SDK that the application starts later have the API's globals, which OpenTelemetry would refuse to it: its spans
 * would be ours then, and its own exporters would get none. What was handed out in the meantime follows.
 */
export function makeWay({ loggerProvider, tracerProvider }: OwnProviders): void {
  const copies = copiesOfTheApi()
  if (tracerProvider)
    replaceable(parts(copies, 'trace', 'setGlobalTracerProvider'), tracerProvider, (current) =>
      followingTracerProvider(current as () => TracerProvider),
    )
  if (loggerProvider)
    replaceable(parts(copies, 'logs', 'setGlobalLoggerProvider'), loggerProvider, (current) =>
      followingLoggerProvider(current as () => EventLoggerProvider),
    )
  // An SDK hands its meters to the instrumentations after it has registered them: nothing need follow.
  replaceable(parts(copies, 'metrics', 'setGlobalMeterProvider'))
  replaceable(parts(copies, 'propagation', 'setGlobalPropagator'))
}

/** A part of the API that holds one provider for the process: the first that is registered stays. */
interface Part {
  /** Registers a provider. */
  readonly set: (provider: unknown) => unknown
  readonly disable: () => void
  /** Puts another method in front of `set`; what it gives, takes it away. */
  readonly intercept: (set: (provider: unknown) => unknown) => () => void
}

function replaceable(
  found: readonly Part[],
  ours?: unknown,
  follow?: (current: () => unknown) => unknown,
): void {
  let current = ours
  const [first] = found
  if (follow && first) {
    first.disable()
    first.set(follow(() => current))
  }
  const undo = found.map((part) =>
    part.intercept((theirs) => {
      for (const each of undo) each()
      current = theirs
      part.disable()
      return part.set(theirs)
    }),
  )
}

type Copy = Readonly<Record<string, unknown>>

/** API 1.10 has one for each module system, and SDK 2.x keeps its loggers in a package beside the API. */
function copiesOfTheApi(): Copy[] {
  const load = createRequire(import.meta.url)
  const sdk = createRequire(load.resolve('@opentelemetry/sdk-node'))
  return [{ ...api }, load('@opentelemetry/api'), sdk('@opentelemetry/api-logs')] as Copy[]
}

function parts(copies: readonly Copy[], name: string, setter: string): Part[] {
  const objects = new Set(copies.map((copy) => copy[name]).filter((each) => each !== undefined))
  return [...objects].map((part) => {
    const object = part as Record<string, (provider?: unknown) => unknown>
    return {
      set: (provider) => object[setter]?.(provider),
      disable: () => object['disable']?.(),
      intercept: (set) => {
        // Over the class's own method.
        object[setter] = set
        return () => Reflect.deleteProperty(object, setter)
      },
    }
  })
}
