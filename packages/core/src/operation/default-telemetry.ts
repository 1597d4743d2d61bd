import {
  createNoopMeter,
  diag,
  type MeterProvider,
  ProxyTracerProvider,
  type TracerProvider,
} from '@opentelemetry/api'

import type { CaptureMode } from '../content/capture.ts'
import type { ContentPolicy, ResolvedContentPolicy } from '../content/content-policy.ts'
import { resolveContentPolicy } from '../content/resolve-content-policy.ts'
import { environment } from '../environment.ts'
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts'
import {
  type EventLoggerProvider,
  globalLoggerProvider,
  globalMeterProvider,
  globalTracerProvider,
} from './global-providers.ts'
import { createTelemetry, type EventLogger, type Telemetry } from './telemetry.ts'

/** Where the operations go that the application records by hand. What is not given, is found by itself. */
export interface TelemetryConfiguration {
  /** @defaultValue the global one, at the time of each operation */
  readonly tracerProvider?: TracerProvider | undefined
  /** @defaultValue the global one, at the time of each operation */
  readonly meterProvider?: MeterProvider | undefined
  /** @defaultValue the global one, of `@opentelemetry/api` 1.10 or else of `@opentelemetry/api-logs` */
  readonly loggerProvider?: EventLoggerProvider | undefined
  /**
   * Where prompts, completions, tool arguments and the like are recorded. Falls back to
   * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, which also takes `true` (`SPAN_ONLY`) and `false`.
   *
   * @defaultValue `'NO_CONTENT'`
   */
  readonly captureMessageContent?: CaptureMode | undefined
  /** What is recorded of content, and how: redaction, budgets, rules for single prompts. @defaultValue nothing is */
  readonly contentPolicy?: ContentPolicy | ResolvedContentPolicy | undefined
}

/** One set-up for all copies of this package: an application may have loaded it as ESM and as CommonJS. */
const SETTINGS = Symbol.for('kansoku.telemetry')
const settings = globalThis as { [SETTINGS]?: TelemetryConfiguration }
const NOTHING: TelemetryConfiguration = {}

/**
 * Says where the spans, metrics and events of `traceInference` and its siblings go, and those of `recordEvaluation`.
 * Needed only where the global providers are not the ones that are wanted. A second call changes what it names.
 *
 * @example
 * ```ts
 * configureTelemetry({ loggerProvider, captureMessageContent: 'SPAN_ONLY' })
 * ```
 */
export function configureTelemetry(configuration: TelemetryConfiguration): void {
  settings[SETTINGS] = { ...settings[SETTINGS], ...configuration }
}

interface Made {
  readonly from: TelemetryConfiguration
  readonly tracerProvider: TracerProvider | undefined
  readonly meterProvider: MeterProvider | undefined
  readonly telemetry: Telemetry
}
let made: Made | undefined

/**
 * What operations record through that no instrumentation owns; nothing where nobody listens. Asked at each operation,
 * because an SDK may start late, or again: what is the same as before is not made again.
 */
export function defaultTelemetry(): Telemetry | undefined {
  const from = settings[SETTINGS] ?? NOTHING
  const tracerProvider = from.tracerProvider ?? globalTracerProvider()
  const meterProvider = from.meterProvider ?? globalMeterProvider()
  if (!tracerProvider && !meterProvider && !(from.loggerProvider ?? globalLoggerProvider()))
    return undefined
  if (
    made?.from !== from ||
    made.tracerProvider !== tracerProvider ||
    made.meterProvider !== meterProvider
  )
    made = {
      from,
      tracerProvider,
      meterProvider,
      telemetry: create(from, tracerProvider, meterProvider),
    }
  return made.telemetry
}

function create(
  from: TelemetryConfiguration,
  tracerProvider: TracerProvider | undefined,
  meterProvider: MeterProvider | undefined,
): Telemetry {
  const { captureMessageContent } = from
  const contentPolicy = resolveContentPolicy(from.contentPolicy, environment(), {
    captureMessageContent,
  })
  for (const warning of contentPolicy.warnings) diag.warn(`kansoku: ${warning}`)
  const tracer = (tracerProvider ?? new ProxyTracerProvider()).getTracer(
    PACKAGE_NAME,
    PACKAGE_VERSION,
  )
  return createTelemetry({
    tracer: () => tracer,
    meter: meterProvider?.getMeter(PACKAGE_NAME, PACKAGE_VERSION) ?? createNoopMeter(),
    logger: lastLogger(from),
    contentPolicy,
  })
}

/** The logger of the provider that is there when an event is emitted; making one may be expensive. */
function lastLogger(from: TelemetryConfiguration): () => EventLogger | undefined {
  let provider: EventLoggerProvider | undefined
  let logger: EventLogger | undefined
  return () => {
    const current = from.loggerProvider ?? globalLoggerProvider()
    if (current !== provider) {
      provider = current
      logger = current?.getLogger(PACKAGE_NAME, PACKAGE_VERSION)
    }
    return logger
  }
}
