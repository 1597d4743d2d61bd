/** An application as it starts: OpenTelemetry with all that records, and then the client. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

import type * as Api from '@opentelemetry/api'
import type * as Metrics from '@opentelemetry/sdk-metrics'
import type * as Traces from '@opentelemetry/sdk-trace-base'
import type * as OpenAI from 'openai'

import type { Shape } from './shapes.ts'

export interface Application {
  /** Loads from the application's own folder, so that every variant has the packages that are installed there. */
  readonly load: (name: string) => unknown
  readonly api: typeof Api
  /** What was recorded so far is exported. */
  readonly flush: () => Promise<void>
}

/** An SDK that records and exports to nobody: traces in batches, metrics, and the context manager that every app has. */
export function startApplication(folder: string): Application {
  const load = createRequire(join(folder, 'package.json')) as (name: string) => unknown
  const api = load('@opentelemetry/api') as typeof Api
  const { BasicTracerProvider, BatchSpanProcessor } = load(
    '@opentelemetry/sdk-trace-base',
  ) as typeof Traces
  const {
    AggregationTemporality,
    InMemoryMetricExporter,
    MeterProvider,
    PeriodicExportingMetricReader,
  } = load('@opentelemetry/sdk-metrics') as typeof Metrics
  const { AsyncLocalStorageContextManager } = load('@opentelemetry/context-async-hooks') as {
    AsyncLocalStorageContextManager: new () => Api.ContextManager
  }

  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const discard: Traces.SpanExporter = {
    export: (_spans, done) => done({ code: 0 }),
    shutdown: async () => {},
  }
  const spans = new BatchSpanProcessor(discard, { maxQueueSize: 100_000 })
  api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [spans] }))
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  api.metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  return {
    load,
    api,
    flush: async () => {
      await spans.forceFlush()
      exporter.reset()
    },
  }
}

/** The real client; its fetch answers at once, so that little but the client and the telemetry is measured. */
export function createClient(
  { load }: Application,
  { body, contentType }: Pick<Shape, 'body' | 'contentType'>,
): OpenAI.OpenAI {
  const { OpenAI: Client } = load('openai') as typeof OpenAI
  return new Client({
    apiKey: 'none',
    baseURL: 'https://api.openai.com/v1',
    // A turn of the event loop, as any network takes: without it whatever waits for its turn would pile up.
    fetch: async () => {
      await new Promise(setImmediate)
      return new Response(body, { headers: { 'content-type': contentType } })
    },
  })
}
