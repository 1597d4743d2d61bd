import {
  createNoopMeter,
  type MeterProvider,
  metrics,
  ProxyTracerProvider,
  trace,
  type TracerProvider,
} from '@opentelemetry/api'

import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts'
import type { EventLogger } from './telemetry.ts'

/** The part of a `LoggerProvider` that events need; both generations of the logs API have it. */
export interface EventLoggerProvider {
  getLogger(name: string, version?: string): EventLogger
}

const NOOP_METER = createNoopMeter()
const NOOP_TRACER_PROVIDER = new ProxyTracerProvider().getDelegate()

/** The provider behind the global one, or nothing where no SDK is registered. */
export function globalTracerProvider(): TracerProvider | undefined {
  const provider = trace.getTracerProvider() as TracerProvider & Partial<ProxyTracerProvider>
  const real = provider.getDelegate ? provider.getDelegate() : provider
  return real === NOOP_TRACER_PROVIDER ? undefined : real
}

let asked: MeterProvider | undefined
let answer: MeterProvider | undefined

/** The global meter provider, or nothing where no SDK is registered: the one that stands in gives no-op meters. */
export function globalMeterProvider(): MeterProvider | undefined {
  const provider = metrics.getMeterProvider()
  if (provider !== asked) {
    asked = provider
    answer = provider.getMeter(PACKAGE_NAME, PACKAGE_VERSION) === NOOP_METER ? undefined : provider
  }
  return answer
}

/** API 1.10 has `logs`; what was registered with it stands among its globals, also for a copy of 1.9. */
const API = Symbol.for('opentelemetry.js.api.1')
/** `@opentelemetry/api-logs`, which SDK 2.x listens to, has a global of its own: a function of the API's version. */
const API_LOGS = Symbol.for('io.opentelemetry.js.api.logs')
const API_LOGS_VERSION = 1

interface Globals {
  readonly [API]?: { readonly logs?: EventLoggerProvider }
  readonly [API_LOGS]?: (version: number) => EventLoggerProvider | undefined
}

/**
 * Through which logs API the SDK was registered, only the globals can tell: API 1.9 has none of its own, and neither
 * sees what was registered with the other (docs/decisions/default-telemetry.md).
 */
export function globalLoggerProvider(): EventLoggerProvider | undefined {
  const globals = globalThis as Globals
  return globals[API]?.logs ?? globals[API_LOGS]?.(API_LOGS_VERSION)
}
