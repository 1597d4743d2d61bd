import { type Context, type Meter, type Tracer, diag } from '@opentelemetry/api'

import type { CaptureMode } from '../content/capture.ts'
import type { ResolvedContentPolicy } from '../content/content-policy.ts'
import { resolveContentPolicy } from '../content/resolve-content-policy.ts'
import { createInstruments, type Instruments } from './instruments.ts'

/** One log record with a name. The shape that both generations of the logs API take. */
export interface EventRecord {
  eventName: string
  /** Absent where the conventions state none. */
  severityNumber?: number
  severityText?: string
  attributes: Record<string, never>
  context: Context
}

/** The part of a `Logger` that operations use; API 1.9 has no logger of its own, so it is handed in. */
export interface EventLogger {
  emit(record: EventRecord): void
}

/** What {@link createTelemetry} makes it of. */
export interface TelemetryOptions {
  /** Asked at each operation: providers may be registered late, or again. */
  readonly tracer: () => Tracer
  readonly meter: Meter
  readonly logger?: (() => EventLogger | undefined) | undefined
  /** What is recorded of content; made by `resolveContentPolicy`. @defaultValue nothing is */
  readonly contentPolicy?: ResolvedContentPolicy | undefined
  /** Short for a policy that says only this. */
  readonly capture?: CaptureMode | undefined
}

/** What operations record through. Made once an instrumentation, not once a call. */
export interface Telemetry {
  readonly tracer: () => Tracer
  /** Metrics of inferences, and of the other operations. */
  readonly record: Instruments
  readonly contentPolicy: ResolvedContentPolicy
  /** Where content goes as a rule; for one call, ask `contentSettings(contentPolicy, prompt)`. */
  readonly capture: CaptureMode
  /** Whether there is a logger that took it. */
  readonly emit: (record: EventRecord) => boolean
}

/**
 * What operations record through, made of providers. Once an instrumentation: it makes the instruments.
 *
 * @example
 * ```ts
 * const telemetry = createTelemetry({ tracer: () => trace.getTracer('my-sdk'), meter: metrics.getMeter('my-sdk') })
 * ```
 */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { logger } = options
  const contentPolicy = options.contentPolicy ?? resolveContentPolicy({ capture: options.capture })
  return {
    tracer: options.tracer,
    record: createInstruments(options.meter),
    contentPolicy,
    capture: contentPolicy.general.capture,
    emit: (record) => {
      try {
        const taker = logger?.()
        taker?.emit(record)
        return taker !== undefined
      } catch (error) {
        // Not with its message: a logger may quote what it was given.
        diag.error(
          'kansoku: an event was lost',
          error instanceof Error ? error.constructor.name : typeof error,
        )
        return false
      }
    },
  }
}
