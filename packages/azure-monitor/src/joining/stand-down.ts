import { configureTelemetry } from '@kansoku/core'
import type { Instrumentation } from '@opentelemetry/instrumentation'

const REGISTERED = Symbol.for('kansoku.azure-monitor.registered')

/** What `register` has set up; one for the copies of both module systems. */
const shared = globalThis as { [REGISTERED]?: readonly Instrumentation[] }

export function registered(instrumentations: readonly Instrumentation[]): void {
  shared[REGISTERED] = instrumentations
}

/**
 * `register` records no more calls: the application configures us itself, and would have each row twice. What has been
 * recorded is sent.
 */
export function standDown(): void {
  for (const each of shared[REGISTERED] ?? []) each.disable()
  if (shared[REGISTERED])
    configureTelemetry({
      tracerProvider: undefined,
      meterProvider: undefined,
      loggerProvider: undefined,
    })
  delete shared[REGISTERED]
}
