import { TraceFlags } from '@opentelemetry/api'
import {
  BatchLogRecordProcessor,
  type LogRecordExporter,
  type LogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  BatchSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'

import type { LossReport } from './delivery.ts'
import { reportLoss } from './losses.ts'
import type { Batching } from './options.ts'

/** What waits for its batch. The SDK's processors drop what finds their queue full, and say so at the level of debugging. */
interface Places {
  /** Whether there is one for another; where there is none, it is reported as lost. */
  readonly take: () => boolean
  readonly free: (count: number) => void
  readonly close: () => void
}

function places({ maxQueueSize }: Batching, variable: string, report: LossReport): Places {
  const why = `more ended than the endpoint took; ${variable} was ${maxQueueSize}`
  let taken = 0
  let closed = false
  return {
    take: () => {
      // What ends after the end of the SDK is nobody's.
      if (closed) return true
      if (taken >= maxQueueSize) {
        report(1, why)
        return false
      }
      taken += 1
      return true
    },
    free: (count) => {
      taken -= count
    },
    close: () => {
      closed = true
    },
  }
}

/** The SDK's batches, with every span that they have no place for among the losses. */
export function spanQueue(
  exporter: SpanExporter,
  batching: Batching,
  report: LossReport = reportLoss,
): SpanProcessor {
  const queued = places(batching, 'OTEL_BSP_MAX_QUEUE_SIZE', report)
  const batches = new BatchSpanProcessor(
    {
      export: (spans, resultCallback) => {
        queued.free(spans.length)
        exporter.export(spans, resultCallback)
      },
      shutdown: () => exporter.shutdown(),
    },
    { ...batching },
  )
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      const isSampled = (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0
      if (isSampled && queued.take()) batches.onEnd(span)
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => {
      queued.close()
      return batches.shutdown()
    },
  }
}

/** The same for log records. */
export function logQueue(
  exporter: LogRecordExporter,
  batching: Batching,
  report: LossReport = reportLoss,
): LogRecordProcessor {
  const queued = places(batching, 'OTEL_BLRP_MAX_QUEUE_SIZE', report)
  const batches = new BatchLogRecordProcessor({
    exporter: {
      export: (records, resultCallback) => {
        queued.free(records.length)
        exporter.export(records, resultCallback)
      },
      forceFlush: () => exporter.forceFlush(),
      shutdown: () => exporter.shutdown(),
    },
    ...batching,
  })
  return {
    onEmit: (record) => {
      if (queued.take()) batches.onEmit(record)
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => {
      queued.close()
      return batches.shutdown()
    },
  }
}
