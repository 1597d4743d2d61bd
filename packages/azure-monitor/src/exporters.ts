import {
  type AzureMonitorExporterOptions,
  AzureMonitorLogExporter,
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from '@azure/monitor-opentelemetry-exporter'

import type { ResolvedOptions } from './options.ts'
import { beforeExporters, type SideTraffic } from './side-traffic.ts'

export interface Exporters {
  readonly traces: AzureMonitorTraceExporter
  readonly logs: AzureMonitorLogExporter
  readonly metrics: AzureMonitorMetricExporter
  /** For rows beside those of spans; absent where there are none. */
  readonly chunks: AzureMonitorLogExporter | undefined
}

/** Builds the exporters so that they talk to the ingestion endpoint and to nobody else, unless asked to. */
export function createExporters(
  config: AzureMonitorExporterOptions,
  options: SideTraffic & Pick<ResolvedOptions, 'contentStorage'>,
): Exporters {
  const allowed = beforeExporters(options)
  try {
    return {
      traces: new AzureMonitorTraceExporter(config),
      logs: new AzureMonitorLogExporter(config),
      metrics: new AzureMonitorMetricExporter(config),
      chunks: options.contentStorage.chunks ? new AzureMonitorLogExporter(config) : undefined,
    }
  } finally {
    allowed()
  }
}
