import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'

import type { AzureMonitorOptions } from '../options.ts'

/**
 * What {@link azureMonitorDistro} can be told. The name of the service, batches and intervals are the distro's business:
 * `OTEL_SERVICE_NAME`, `OTEL_BSP_*`, `OTEL_BLRP_*`, `OTEL_METRIC_EXPORT_INTERVAL`.
 */
export interface AzureMonitorDistroOptions extends Omit<
  AzureMonitorOptions,
  | 'serviceName'
  | 'batchDelayMillis'
  | 'maxBatchSize'
  | 'metricIntervalMillis'
  | 'shutdownTimeoutMillis'
> {
  /** The part of the traces that is kept, from 0 to 1; it counts where `tracesPerSecond` is 0. @defaultValue 1 */
  readonly samplingRatio?: number | undefined
  /**
   * The distro's rate limiter; 0 turns it off. Its own default of 5 drops the first traces after a start, since its
   * probability grows with uptime: of 20 calls in the first moments, none was recorded.
   * @defaultValue 0
   */
  readonly tracesPerSecond?: number | undefined
  /** Live Metrics: a ping to another host every 5 s. @defaultValue `false` */
  readonly liveMetrics?: boolean | undefined
  /** The distro's metrics of requests and dependencies, which the portal's *Performance* reads. @defaultValue `true` */
  readonly standardMetrics?: boolean | undefined
  /** The distro's counters of memory and CPU. @defaultValue `true` */
  readonly performanceCounters?: boolean | undefined
}

/** What `useAzureMonitor()` takes, as far as we have something to say. The rest can be spread beside it. */
export interface AzureMonitorDistroConfiguration {
  readonly azureMonitorExporterOptions: AzureMonitorExporterOptions
  readonly spanProcessors: SpanProcessor[]
  readonly logRecordProcessors: LogRecordProcessor[]
  /** Only where the option `sampling` keeps a part. */
  readonly enableTraceBasedSamplingForLogs?: true
  readonly samplingRatio: number
  readonly tracesPerSecond: number
  readonly enableLiveMetrics: boolean
  readonly enableStandardMetrics: boolean
  readonly enablePerformanceCounters: boolean
}

/** What the distro itself is told. */
export type DistroSettings = Pick<
  AzureMonitorDistroConfiguration,
  | 'samplingRatio'
  | 'tracesPerSecond'
  | 'enableLiveMetrics'
  | 'enableStandardMetrics'
  | 'enablePerformanceCounters'
>

export function distroSettings(options: AzureMonitorDistroOptions): DistroSettings {
  return {
    samplingRatio: options.samplingRatio ?? 1,
    tracesPerSecond: options.tracesPerSecond ?? 0,
    enableLiveMetrics: options.liveMetrics ?? false,
    enableStandardMetrics: options.standardMetrics ?? true,
    enablePerformanceCounters: options.performanceCounters ?? true,
  }
}

/** Nothing is recorded, and no collector runs. */
export const NOTHING_RECORDED: DistroSettings = {
  samplingRatio: 0,
  tracesPerSecond: 0,
  enableLiveMetrics: false,
  enableStandardMetrics: false,
  enablePerformanceCounters: false,
}
