import { guard } from '@kansoku/core'
import { EVENT_GEN_AI_EVALUATION_RESULT } from '@kansoku/core/semconv'
import { type SpanContext, TraceFlags } from '@opentelemetry/api'
import type { LogRecordProcessor, ReadableLogRecord, SdkLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { recordWith, spanWith } from '../copies.ts'
import { ATTR_LOG_SAMPLE_RATE, ATTR_SAMPLE_RATE } from '../rows/tables.ts'
import { roughBytes } from './bytes.ts'
import type { ResolvedSampling } from './sampling-options.ts'
import { createTraceBuffer } from './trace-buffer.ts'
import { whatMatters } from './what-matters.ts'

/** Stands before the processors that export. */
export interface Sampling {
  readonly spans: (next: SpanProcessor) => SpanProcessor
  readonly logs: (next: LogRecordProcessor) => LogRecordProcessor
}

const EVERYTHING: Sampling = { spans: (next) => next, logs: (next) => next }
/** Severity numbers from here are errors: the log data model of OpenTelemetry. */
const ERROR_SEVERITY = 17

/**
 * Keeps what matters, and a part of the rest, trace by trace. It stands before the processors that export and not in a
 * sampler: whether a call fails is known at its end. Metrics never come here, so they count every call.
 */
export function createSampling(options: ResolvedSampling | undefined): Sampling {
  return options ? keepWhatMatters(options) : EVERYTHING
}

type Item =
  | { readonly span: ReadableSpan; readonly next: SpanProcessor }
  | { readonly record: SdkLogRecord; readonly next: LogRecordProcessor }

function keepWhatMatters(options: ResolvedSampling): Sampling {
  const matters = whatMatters(options)
  // Also from a timer, where nobody would catch it.
  const buffer = createTraceBuffer<Item>(options, (item, rate) => {
    guard('handing on what is kept', () => release(item, rate))
  })
  const afterAll = async (then: () => Promise<void>): Promise<void> => {
    guard('deciding what is kept', buffer.decideAll)
    await then()
  }

  return {
    spans: (next) => ({
      onStart: (span, parent) => {
        const context = span.spanContext()
        if (isSampled(context)) guard('sampling a span', () => buffer.start(context.traceId))
        next.onStart(span, parent)
      },
      onEnd: (span) => {
        const context = span.spanContext()
        if (!isSampled(context)) return next.onEnd(span)
        guard('sampling a span', () =>
          buffer.end(context.traceId, {
            item: { span, next },
            bytes: roughBytes(span.attributes),
            matters: matters(span),
          }),
        )
      },
      forceFlush: () => afterAll(() => next.forceFlush()),
      shutdown: () => afterAll(() => next.shutdown()),
    }),
    logs: (next) => ({
      onEmit: (record, context) => {
        const { severityNumber: severity = 0, spanContext }: Emitted = record
        if (!isSampled(spanContext) || isJudgement(record)) return next.onEmit(record, context)
        guard('sampling a log record', () =>
          buffer.add(spanContext.traceId, {
            item: { record, next },
            bytes: roughBytes(record.attributes, record.body),
            matters: severity >= ERROR_SEVERITY,
          }),
        )
      },
      forceFlush: () => afterAll(() => next.forceFlush()),
      shutdown: () => afterAll(() => next.shutdown()),
    }),
  }
}

/** Both generations of the logs API number severities alike, each by an enum of its own. */
interface Emitted {
  readonly severityNumber?: number
  readonly spanContext?: SpanContext
}

/** What the span's own sampler, or that of its parent, has let through at a lower rate keeps that. */
function release(item: Item, sampleRate: number): void {
  if ('record' in item) {
    const { next, record } = item
    next.onEmit(
      sampleRate === 100
        ? record
        : asEmitted(
            recordWith(record, { ...record.attributes, [ATTR_LOG_SAMPLE_RATE]: sampleRate }),
          ),
    )
    return
  }
  const { next, span } = item
  const earlier = span.attributes[ATTR_SAMPLE_RATE]
  // Both draw by the same hash, so that what passes the smaller ratio passes the other one, too.
  const rate = typeof earlier === 'number' ? Math.min(earlier, sampleRate) : sampleRate
  next.onEnd(rate === 100 ? span : spanWith(span, { ...span.attributes, [ATTR_SAMPLE_RATE]: rate }))
}

/** Processors that export read a record and change nothing in it. */
function asEmitted(record: ReadableLogRecord): SdkLogRecord {
  return record as SdkLogRecord
}

function isSampled(context: SpanContext | undefined): context is SpanContext {
  return context !== undefined && (context.traceFlags & TraceFlags.SAMPLED) !== 0
}

/**
 * Evaluations and feedback are few, somebody took the trouble, and they come when the call they are about has long been
 * decided.
 */
function isJudgement({ eventName }: SdkLogRecord): boolean {
  return eventName === EVENT_GEN_AI_EVALUATION_RESULT
}
