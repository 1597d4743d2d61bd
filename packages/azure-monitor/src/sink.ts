import type { LogRecordExporter } from '@opentelemetry/sdk-logs'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'

import type { Destination } from './connection-string.ts'
import { type ContentStore, contentStore } from './content/content-store.ts'
import { spanContent } from './content/span-content.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { envelopePolicy } from './envelope-policy.ts'
import { eventExporter } from './event-exporter.ts'
import { exporterOptions } from './exporter-options.ts'
import { createExporters } from './exporters.ts'
import { genAISpanExporter } from './genai-span-exporter.ts'
import { reportLoss } from './losses.ts'
import type { ResolvedOptions } from './options.ts'
import { resourceAttributes } from './rows/resource-attributes.ts'

/** The way to Application Insights: what the SDK hands over becomes rows there. */
export interface Way {
  readonly spans: SpanExporter
  readonly logs: LogRecordExporter
  readonly metrics: PushMetricExporter
  readonly delivery: Pick<Delivery, 'giveUp' | 'letGo' | 'settled'>
}

/**
 * The way to one resource.
 *
 * @param content what decides about content beyond a row; another way to the same resource has the same
 */
export function createSink(
  destination: Destination,
  options: ResolvedOptions,
  content: ContentStore | undefined = contentStore(options.contentStorage),
): Way {
  const delivery = createDelivery(reportLoss)
  const ofResource = resourceAttributes(options.resourceAttributes)
  const { chunks, logs, metrics, traces } = createExporters(
    exporterOptions(destination, options, [envelopePolicy, delivery.policy]),
    options,
  )
  return {
    spans: genAISpanExporter(
      delivery.track(traces),
      ofResource,
      content && spanContent(content, chunks && delivery.track(chunks)),
    ),
    logs: eventExporter(
      { ...delivery.track(logs), forceFlush: () => logs.forceFlush() },
      ofResource,
      content,
    ),
    metrics: {
      ...delivery.track(metrics),
      forceFlush: () => metrics.forceFlush(),
      selectAggregationTemporality: (type) => metrics.selectAggregationTemporality(type),
    },
    delivery,
  }
}
