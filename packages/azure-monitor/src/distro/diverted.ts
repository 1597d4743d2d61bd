import { INVALID_SPAN_CONTEXT, type SpanContext, TraceFlags } from '@opentelemetry/api'
import type { LogRecordProcessor, SdkLogRecord } from '@opentelemetry/sdk-logs'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { recordWith, spanWith } from '../copies.ts'

/**
 * Takes the spans away from the distro's own processor, which comes later and exports what ends at once: it leaves out
 * what has no sampled flag, so the flag is off while the processors after this one are told of the end, and no longer.
 */
export function divertedSpans(to: readonly SpanProcessor[]): SpanProcessor {
  return {
    onStart: (span, parent) => {
      for (const each of to) each.onStart(span, parent)
    },
    onEnd: (span) => {
      const context = span.spanContext()
      const asItWas = { ...context }
      const copy = { ...spanWith(span, span.attributes), spanContext: () => asItWas }
      for (const each of to) each.onEnd(copy)
      if (!isSampled(context)) return
      context.traceFlags &= ~TraceFlags.SAMPLED
      queueMicrotask(() => {
        context.traceFlags |= TraceFlags.SAMPLED
      })
    },
    forceFlush: async () => {
      await Promise.all(to.map((each) => each.forceFlush()))
    },
    shutdown: async () => {
      await Promise.all(to.map((each) => each.shutdown()))
    },
  }
}

/**
 * The same for log records: with `enableTraceBasedSamplingForLogs` the distro leaves out those without the flag.
 *
 * @param others takes those that belong to no span, where they are the distro's own business
 */
export function divertedLogs(
  to: LogRecordProcessor,
  others?: LogRecordProcessor,
): LogRecordProcessor {
  return {
    onEmit: (record, context) => {
      const { spanContext } = record
      if (others && !spanContext?.spanId) return others.onEmit(record, context)
      to.onEmit(recordWith(record, { ...record.attributes }) as SdkLogRecord, context)
      record.spanContext = { ...(spanContext ?? INVALID_SPAN_CONTEXT), traceFlags: TraceFlags.NONE }
    },
    forceFlush: () => to.forceFlush(),
    shutdown: () => to.shutdown(),
  }
}

function isSampled({ traceFlags }: SpanContext): boolean {
  return (traceFlags & TraceFlags.SAMPLED) !== 0
}
