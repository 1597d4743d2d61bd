import {
  type AzureMonitorExporterOptions,
  AzureMonitorLogExporter,
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from '@azure/monitor-opentelemetry-exporter'

import type { ResolvedOptions } from './options.ts'
import { stopRemoteSettings } from './remote-settings.ts'

export interface Exporters {
  readonly traces: AzureMonitorTraceExporter
  readonly logs: AzureMonitorLogExporter
  readonly metrics: AzureMonitorMetricExporter
}

/** Read by the exporter's constructor, and only there: Statsbeat has no option. */
const NO_STATSBEAT = 'APPLICATION_INSIGHTS_NO_STATSBEAT'

/** Builds the exporters so that they talk to the ingestion endpoint and to nobody else, unless asked to. */
export function createExporters(
  config: AzureMonitorExporterOptions,
  options: Pick<ResolvedOptions, 'statsbeat' | 'remoteSettings'>,
): Exporters {
  const build = (): Exporters => ({
    traces: new AzureMonitorTraceExporter(config),
    logs: new AzureMonitorLogExporter(config),
    metrics: new AzureMonitorMetricExporter(config),
  })
  const exporters = options.statsbeat ? build() : withVariable(NO_STATSBEAT, build)
  if (!options.remoteSettings) stopRemoteSettings()
  return exporters
}

/** Sets an environment variable for the time of `fn`: what the application starts later must not inherit it. */
function withVariable<T>(name: string, fn: () => T): T {
  const before = process.env[name]
  process.env[name] = before ?? 'true'
  try {
    return fn()
  } finally {
    if (before === undefined) delete process.env[name]
  }
}
