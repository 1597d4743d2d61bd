import { PromptContextSpanProcessor } from '@kansoku/core'
import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node'
import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base'

import type { Destination } from './connection-string.ts'
import { consoleRecordProcessor } from './console-record/console-record-processor.ts'
import { recordRules } from './console-record/record-rules.ts'
import { boundedContent } from './content/bounded-content.ts'
import type { ResolvedContentStorage } from './content/storage-options.ts'
import { everySpanProcessor } from './every-span-processor.ts'
import type { Flushable } from './flush-within.ts'
import type { Batching, ResolvedOptions } from './options.ts'
import { logQueue, spanQueue } from './queues.ts'
import { createSampling } from './sampling/sampling.ts'
import { createSink, type Way } from './sink.ts'
import { createRouter } from './tenants/create-router.ts'
import { NO_TENANTS, type TenantMarking, tenantMarking } from './tenants/tenant-marking.ts'
import type { TenantMarks } from './tenants/tenant-marks.ts'

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

/**
 * @param destination nothing where the console record is all that is wanted, or only tenants have one
 * @param marks of the tenants, where there are any
 */
export function createPipeline(
  destination: Destination | undefined,
  options: ResolvedOptions,
  marks?: TenantMarks,
): Pipeline {
  const { tenants } = options
  const sink =
    (marks && createRouter(destination, options, marks)) ??
    (destination && createSink(destination, options))
  const marking = marks && tenants ? tenantMarking(marks, tenants) : NO_TENANTS
  const processors = createProcessors(sink, marking, options)
  const { spanProcessors, logRecordProcessors, metricReaders } = processors

  return {
    configuration: {
      ...processors,
      instrumentations: createInstrumentations(options),
      ...(options.serviceName !== undefined && { serviceName: options.serviceName }),
    },
    delivery: sink?.delivery ?? NOTHING_UNDER_WAY,
    flush: async () => {
      // A failed export is the exporter's business: it has reported it, and has retried or stored the batch.
      await Promise.allSettled(
        [...spanProcessors, ...logRecordProcessors, ...metricReaders].map((part) =>
          part.forceFlush(),
        ),
      )
      await sink?.delivery.settled()
    },
  }
}

const NOTHING_UNDER_WAY: Flushable['delivery'] = { giveUp: () => {}, letGo: () => {} }

function createProcessors(
  sink: Way | undefined,
  { isOnConsole, markingRecords, markingSpans }: TenantMarking,
  options: ResolvedOptions,
): Pick<AzureMonitorConfiguration, 'spanProcessors' | 'logRecordProcessors' | 'metricReaders'> {
  const { consoleRecord, contentStorage, logs, metrics, spans } = options
  const sampling = createSampling(options.sampling)
  const spanSinks = [
    ...(sink && spans ? [batches(sink.spans, spans, contentStorage)] : []),
    ...(consoleRecord
      ? [consoleRecordProcessor(consoleRecord, recordRules(options, isOnConsole))]
      : []),
  ]
  return {
    spanProcessors:
      spanSinks.length > 0
        ? [
            new PromptContextSpanProcessor(),
            markingSpans(sampling.spans(everySpanProcessor(spanSinks))),
          ]
        : [],
    logRecordProcessors:
      sink && logs ? [markingRecords(sampling.logs(logQueue(sink.logs, logs)))] : [],
    metricReaders:
      sink && metrics
        ? [new PeriodicExportingMetricReader({ exporter: sink.metrics, ...metrics })]
        : [],
  }
}

/** Where much content may wait on a span, it is bounded by its size, too. */
function batches(
  exporter: SpanExporter,
  batching: Batching,
  { active }: ResolvedContentStorage,
): SpanProcessor {
  const queue = (to: SpanExporter): SpanProcessor => spanQueue(to, batching)
  return active ? boundedContent(exporter, queue) : queue(exporter)
}

function createInstrumentations(options: ResolvedOptions): Instrumentation[] {
  const { contentPolicy, instrumentOpenAI, instrumentations } = options
  return instrumentOpenAI
    ? [new OpenAIInstrumentation({ contentPolicy }), ...instrumentations]
    : [...instrumentations]
}
