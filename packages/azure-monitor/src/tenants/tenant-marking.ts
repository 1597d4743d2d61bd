import { guard } from '@kansoku/core'
import { context as activeContext } from '@opentelemetry/api'
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'

import type { ResolvedTenants } from './options.ts'
import type { TenantMarks } from './tenant-marks.ts'

/** What sinks need to know of tenants, wherever rows go: stdout alone has no way to resources. */
export interface TenantMarking {
  /** Stands before everything that copies spans, or asks whose they are. */
  readonly markingSpans: (next: SpanProcessor) => SpanProcessor
  readonly markingRecords: (next: LogRecordProcessor) => LogRecordProcessor
  /** Whether the span's call may be on stdout, which is one stream for all. */
  readonly isOnConsole: (span: ReadableSpan) => boolean
}

export const NO_TENANTS: TenantMarking = {
  markingSpans: (next) => next,
  markingRecords: (next) => next,
  isOnConsole: () => true,
}

export function tenantMarking(marks: TenantMarks, tenants: ResolvedTenants): TenantMarking {
  return {
    markingSpans: (next) => ({
      onStart: (span, parent) => {
        guard('asking for a tenant', () => marks.markSpan(span.spanContext(), parent))
        next.onStart(span, parent)
      },
      onEnd: (span) => next.onEnd(span),
      forceFlush: () => next.forceFlush(),
      shutdown: () => next.shutdown(),
    }),
    markingRecords: (next) => ({
      onEmit: (record, context) => {
        guard('asking for a tenant', () =>
          marks.markRecord(record, context ?? activeContext.active()),
        )
        next.onEmit(record, context)
      },
      forceFlush: () => next.forceFlush(),
      shutdown: () => next.shutdown(),
    }),
    isOnConsole: (span) => {
      const mark = marks.ofSpan(span)
      if (mark?.tenant === undefined) return mark !== undefined
      const found = tenants.destinationOf(mark.tenant)
      return found ? found.consoleRecord : tenants.unknown === 'default'
    },
  }
}
