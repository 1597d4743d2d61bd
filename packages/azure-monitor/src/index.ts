export { azureMonitor } from './azure-monitor.ts'
export { ConnectionStringError, isConnectionStringError } from './connection-string-error.ts'
export type { ConnectionStringErrorCode } from './connection-string.ts'
export type { ConsoleRecordOptions, ConsoleWriter } from './console-record/options.ts'
export { withConsoleWriter } from './console-record/with-console-writer.ts'
export type {
  ContentMode,
  ContentOverflow,
  ContentStorage,
  ContentStorageRules,
} from './content/storage-options.ts'
export { azureMonitorDistro } from './distro/azure-monitor-distro.ts'
export type {
  AzureMonitorDistroConfiguration,
  AzureMonitorDistroOptions,
} from './distro/options.ts'
export type { AzureMonitorOptions, ExtraExporterOptions } from './options.ts'
export type { AzureMonitorConfiguration } from './pipeline.ts'
export type { SamplingOptions } from './sampling/sampling-options.ts'
export type { TenantDestination, TenantKey, TenantOptions } from './tenants/options.ts'
export { withTenant } from './tenants/with-tenant.ts'
export { type FlushOptions, flushTelemetry, withFlush } from './with-flush.ts'
