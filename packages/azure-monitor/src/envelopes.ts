import { AsyncLocalStorage } from 'node:async_hooks'

import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'

import { parseConnectionString } from './connection-string.ts'
import { SUCCESS } from './content/export-result.ts'
import { envelopePolicy } from './envelope-policy.ts'
import { eventExporter } from './event-exporter.ts'
import { exporterOptions } from './exporter-options.ts'
import { createExporters } from './exporters.ts'
import { genAISpanExporter } from './genai-span-exporter.ts'
import { resolveOptions } from './options.ts'
import type { PipelinePolicy } from './pipeline-policy.ts'
import { resourceAttributes } from './rows/resource-attributes.ts'

/** The part of a resource that rows are made of. */
export interface ResourceData {
  readonly attributes: ReadableSpan['resource']['attributes']
}

/** A span as the SDK hands it to exporters, with a resource of any make. */
export type SpanData = Omit<ReadableSpan, 'resource'> & { readonly resource: ResourceData }
/** The same of a log record. */
export type LogRecordData = Omit<ReadableLogRecord, 'resource'> & {
  readonly resource: ResourceData
}
/** The same of metrics. */
export type MetricsData = Omit<ResourceMetrics, 'resource'> & { readonly resource: ResourceData }

/** Makes of telemetry what would go over the wire to Azure Monitor, and sends nothing. */
export interface EnvelopeMapping {
  /** The spans of one resource: one envelope of the resource, then each span's own with its events' after it. */
  readonly ofSpans: (spans: readonly SpanData[]) => Promise<readonly unknown[]>
  /** One envelope a record, but for exceptions without a stack trace: of these the exporter makes none. */
  readonly ofLogRecords: (records: readonly LogRecordData[]) => Promise<readonly unknown[]>
  /** One envelope a data point. */
  readonly ofMetrics: (metrics: MetricsData) => Promise<readonly unknown[]>
}

/**
 * The mapping of `azureMonitor()` for telemetry that comes from elsewhere, such as over OTLP: the same exporters with the
 * same rows, whose requests are answered here.
 *
 * ```ts
 * const { ofSpans } = createEnvelopeMapping('00000000-0000-0000-0000-000000000000')
 * const envelopes = await ofSpans(spans)
 * ```
 */
export function createEnvelopeMapping(instrumentationKey: string): EnvelopeMapping {
  const destination = parseConnectionString(`InstrumentationKey=${instrumentationKey}`)
  if (destination.kind !== 'destination')
    throw new Error(`'${instrumentationKey}' is no instrumentation key: give a UUID`)
  const options = resolveOptions({ disableOfflineStorage: true }, {})
  const requests = new AsyncLocalStorage<unknown[]>()
  const { logs, metrics, traces } = createExporters(
    exporterOptions(destination, options, [envelopePolicy, keepingPolicy(requests)]),
    options,
  )
  const ofResource = resourceAttributes(options.resourceAttributes)
  const spanExporter = genAISpanExporter(traces, ofResource)
  const recordExporter = eventExporter(logs, ofResource)

  return {
    ofSpans: (spans) => sent(requests, spanExporter, [...spans] as ReadableSpan[]),
    ofLogRecords: (records) => sent(requests, recordExporter, [...records] as ReadableLogRecord[]),
    ofMetrics: (data) => sent(requests, metrics, data as ResourceMetrics),
  }
}

type Exporter<T> = {
  [E in SpanExporter | LogRecordExporter | PushMetricExporter as 'export']: (
    items: T,
    resultCallback: (result: { code: number; error?: Error }) => void,
  ) => void
}

/** The envelopes of one export; those of another under way at the same time have a context of their own. */
async function sent<T>(
  requests: AsyncLocalStorage<unknown[]>,
  exporter: Exporter<T>,
  items: T,
): Promise<readonly unknown[]> {
  const envelopes: unknown[] = []
  await requests.run(
    envelopes,
    () =>
      new Promise<void>((resolve, reject) => {
        // The trace exporter's `export` is async: an error in it would be an unhandled rejection.
        Promise.resolve(
          exporter.export(items, ({ code, error }) => {
            if (code === SUCCESS) resolve()
            else reject(error ?? new Error('the exporter made no envelopes'))
          }),
        ).catch(reject)
      }),
  )
  return envelopes
}

/** Answers as the service would, and keeps what was sent. */
function keepingPolicy(requests: AsyncLocalStorage<unknown[]>): PipelinePolicy {
  return {
    name: 'kansokuKeepingPolicy',
    sendRequest: async (request) => {
      const body: unknown = typeof request.body === 'string' ? JSON.parse(request.body) : undefined
      if (Array.isArray(body)) for (const envelope of body) requests.getStore()?.push(envelope)
      const bodyAsText = '{"itemsReceived":0,"itemsAccepted":0,"errors":[]}'
      return { request, status: 200, headers: request.headers, bodyAsText }
    },
  }
}
