import { context, diag, DiagLogLevel, type Attributes } from '@opentelemetry/api'
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
  type Span,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'

import type { OpenAIInstrumentationConfig } from '../options.ts'
import { OpenAIInstrumentation } from '../patch/instrumentation.ts'

/** Everything that an instrumentation exported, and how many of its spans are still open. */
export interface Recorder {
  readonly instrumentation: OpenAIInstrumentation
  readonly providers: {
    tracerProvider: BasicTracerProvider
    meterProvider: MeterProvider
    loggerProvider: LoggerProvider
  }
  readonly spans: () => ReadableSpan[]
  readonly events: () => ReadableLogRecord[]
  readonly metrics: () => Promise<MetricData[]>
  readonly open: () => number
  /** Attributes that each span had when it started, by span id. */
  readonly started: ReadonlyMap<string, Attributes>
  /** Lines of `diag` at every level. */
  readonly diagnostics: string[]
  readonly reset: () => void
  readonly stop: () => Promise<void>
}

/** The real SDK with exporters in memory, around an instrumentation of its own. */
export function record(config: OpenAIInstrumentationConfig = {}): Recorder {
  const spanExporter = new InMemorySpanExporter()
  const logExporter = new InMemoryLogRecordExporter()
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 1_000_000,
  })
  const counting = new CountingProcessor()
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [counting, new SimpleSpanProcessor(spanExporter)],
  })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const loggerProvider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logExporter })],
  })
  const diagnostics: string[] = []
  const line = (...args: unknown[]): void => void diagnostics.push(args.map(String).join(' '))
  diag.setLogger(
    { error: line, warn: line, info: line, debug: line, verbose: line },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  )
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

  const instrumentation = new OpenAIInstrumentation(config)
  instrumentation.setTracerProvider(tracerProvider)
  instrumentation.setMeterProvider(meterProvider)
  instrumentation.setLoggerProvider(loggerProvider)

  return {
    instrumentation,
    providers: { tracerProvider, meterProvider, loggerProvider },
    spans: () => spanExporter.getFinishedSpans(),
    events: () => logExporter.getFinishedLogRecords(),
    metrics: async () => {
      metricExporter.reset()
      await meterProvider.forceFlush()
      return metricExporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    },
    open: () => counting.open,
    started: counting.started,
    diagnostics,
    reset: () => {
      spanExporter.reset()
      logExporter.reset()
      diagnostics.length = 0
    },
    stop: async () => {
      instrumentation.disable()
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

class CountingProcessor implements SpanProcessor {
  open = 0
  readonly started = new Map<string, Attributes>()

  onStart(span: Span): void {
    this.open += 1
    this.started.set(span.spanContext().spanId, { ...span.attributes })
  }

  onEnd(): void {
    this.open -= 1
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
