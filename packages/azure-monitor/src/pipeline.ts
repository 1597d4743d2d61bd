import { PromptContextSpanProcessor } from '@kansoku/core'
import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

import type { Destination } from './connection-string.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { envelopePolicy } from './envelope-policy.ts'
import { eventExporter } from './event-exporter.ts'
import { exporterOptions } from './exporter-options.ts'
import { createExporters, type Exporters } from './exporters.ts'
import type { Flushable } from './flush-within.ts'
import { genAISpanExporter } from './genai-span-exporter.ts'
import { reportLoss } from './losses.ts'
import type { ResolvedOptions } from './options.ts'
import { createSampling } from './sampling/sampling.ts'

/** What `new NodeSDK()` takes. */
export type AzureMonitorConfiguration = Required<
  Pick<
    NodeSDKConfiguration,
    'spanProcessors' | 'logRecordProcessors' | 'metricReaders' | 'instrumentations'
  >
> &
  Pick<NodeSDKConfiguration, 'serviceName'>

/** The configuration, and what the end of a process needs to know of it. */
export interface Pipeline extends Flushable {
  readonly configuration: AzureMonitorConfiguration
}

export function createPipeline(destination: Destination, options: ResolvedOptions): Pipeline {
  const delivery = createDelivery(reportLoss)
  const exporters = createExporters(
    exporterOptions(destination, options, [envelopePolicy, delivery.policy]),
    options,
  )
  const processors = createProcessors(exporters, delivery, options)
  const { spanProcessors, logRecordProcessors, metricReaders } = processors

  return {
    configuration: {
      ...processors,
      instrumentations: createInstrumentations(options),
      ...(options.serviceName !== undefined && { serviceName: options.serviceName }),
    },
    delivery,
    flush: async () => {
      // A failed export is the exporter's business: it has reported it, and has retried or stored the batch.
      await Promise.allSettled(
        [...spanProcessors, ...logRecordProcessors, ...metricReaders].map((part) =>
          part.forceFlush(),
        ),
      )
      await delivery.settled()
    },
  }
}

function createProcessors(
  exporters: Exporters,
  delivery: Delivery,
  options: ResolvedOptions,
): Pick<AzureMonitorConfiguration, 'spanProcessors' | 'logRecordProcessors' | 'metricReaders'> {
  const { spans, logs, metrics } = options
  const sampling = createSampling(options.sampling)
  return {
    spanProcessors: spans
      ? [
          new PromptContextSpanProcessor(),
          sampling.spans(
            new BatchSpanProcessor(genAISpanExporter(delivery.track(exporters.traces)), {
              ...spans,
            }),
          ),
        ]
      : [],
    logRecordProcessors: logs
      ? [
          sampling.logs(
            new BatchLogRecordProcessor({
              exporter: eventExporter({
                ...delivery.track(exporters.logs),
                forceFlush: () => exporters.logs.forceFlush(),
              }),
              ...logs,
            }),
          ),
        ]
      : [],
    metricReaders: metrics
      ? [
          new PeriodicExportingMetricReader({
            exporter: {
              ...delivery.track(exporters.metrics),
              forceFlush: () => exporters.metrics.forceFlush(),
              selectAggregationTemporality: (type) =>
                exporters.metrics.selectAggregationTemporality(type),
            },
            ...metrics,
          }),
        ]
      : [],
  }
}

function createInstrumentations(options: ResolvedOptions): Instrumentation[] {
  const { contentPolicy, instrumentOpenAI, instrumentations } = options
  return instrumentOpenAI
    ? [new OpenAIInstrumentation({ contentPolicy }), ...instrumentations]
    : [...instrumentations]
}
