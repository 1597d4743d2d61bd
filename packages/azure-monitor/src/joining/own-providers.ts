import { configureTelemetry, type EventLoggerProvider } from '@kansoku/core'
import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import type { NodeSDK } from '@opentelemetry/sdk-node'

/** The providers that an SDK of ours has made; absent where their signal is switched off. */
export interface OwnProviders {
  readonly tracerProvider?: TracerProvider
  readonly meterProvider?: MeterProvider
  readonly loggerProvider?: EventLoggerProvider
}

/**
 * NodeSDK keeps its providers to itself, and where the application has registered others before, nobody else has ours.
 * The version is pinned (0.221.0); without these fields the global providers are used, as if we had not asked.
 */
export function ownProviders(sdk: NodeSDK): OwnProviders {
  const field = (name: string): unknown => Reflect.get(sdk, name) as unknown
  const [tracerProvider, meterProvider, loggerProvider] = [
    field('_tracerProvider') as TracerProvider | undefined,
    field('_meterProvider') as MeterProvider | undefined,
    field('_loggerProvider') as EventLoggerProvider | undefined,
  ]
  return {
    ...(tracerProvider && { tracerProvider }),
    ...(meterProvider && { meterProvider }),
    ...(loggerProvider && { loggerProvider }),
  }
}

/** What we trace ourselves goes to our own providers, whoever else is or will be registered. */
export function recordThere(
  providers: OwnProviders,
  instrumentations: readonly Instrumentation[],
): void {
  const { loggerProvider, meterProvider, tracerProvider } = providers
  configureTelemetry(providers)
  for (const each of instrumentations) {
    if (tracerProvider) each.setTracerProvider(tracerProvider)
    if (meterProvider) each.setMeterProvider(meterProvider)
    if (loggerProvider) each.setLoggerProvider?.(loggerProvider as never)
  }
}
