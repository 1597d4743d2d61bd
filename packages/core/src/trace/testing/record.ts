import { type Attributes, context, diag, DiagLogLevel } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

import type { CaptureMode } from '../../content/capture.ts'
import { configureTelemetry } from '../../operation/default-telemetry.ts'

/** What the helpers recorded, and how many of their spans are still open. */
export interface Recorder {
  readonly spans: () => ReadableSpan[]
  readonly events: () => ReadableLogRecord[]
  readonly metrics: () => Promise<MetricData[]>
  readonly open: () => number
  /** Attributes that each span had when it started, by span id. */
  readonly started: ReadonlyMap<string, Attributes>
  /** Lines of `diag` from warnings on. */
  readonly diagnostics: string[]
  readonly stop: () => Promise<void>
}

/** The real SDK with exporters in memory, as the default telemetry. */
export function record(capture: CaptureMode = 'NO_CONTENT'): Recorder {
  const spans = new InMemorySpanExporter()
  const logs = new InMemoryLogRecordExporter()
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const started = new Map<string, Attributes>()
  let open = 0
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [
      {
        onStart: (span) => {
          open += 1
          started.set(span.spanContext().spanId, { ...span.attributes })
        },
        onEnd: () => {
          open -= 1
        },
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
      new SimpleSpanProcessor(spans),
    ],
  })
  const meterProvider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 1_000_000 }),
    ],
  })
  const loggerProvider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logs })],
  })
  const diagnostics: string[] = []
  const line = (...args: unknown[]): void => void diagnostics.push(args.map(String).join(' '))
  diag.setLogger(
    { error: line, warn: line, info: line, debug: line, verbose: line },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  configureTelemetry({
    tracerProvider,
    meterProvider,
    loggerProvider,
    captureMessageContent: capture,
  })

  return {
    spans: () => spans.getFinishedSpans(),
    events: () => logs.getFinishedLogRecords(),
    metrics: async () => {
      metrics.reset()
      await meterProvider.forceFlush()
      return metrics
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    },
    open: () => open,
    started,
    diagnostics,
    stop: async () => {
      configureTelemetry({
        tracerProvider: undefined,
        meterProvider: undefined,
        loggerProvider: undefined,
        captureMessageContent: undefined,
      })
      diag.disable()
      context.disable()
      await Promise.all([
        tracerProvider.shutdown(),
        meterProvider.shutdown(),
        loggerProvider.shutdown(),
      ])
    },
  }
}
