import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'
import { type CaptureMode, type ContentPolicy, type ResolvedContentPolicy } from '@kansoku/core'
import { DiagLogLevel } from '@opentelemetry/api'
import type { Instrumentation } from '@opentelemetry/instrumentation'

import { ConnectionStringError } from './connection-string-error.ts'
import {
  CONNECTION_STRING_VARIABLE,
  type Destination,
  type NothingToSendTo,
  parseConnectionString,
} from './connection-string.ts'
import {
  type ConsoleRecordOptions,
  type ResolvedConsoleRecord,
  resolveConsoleRecord,
} from './console-record/options.ts'
import { capturedContent } from './content/captured-content.ts'
import { resolveContentStorage } from './content/resolve-storage.ts'
import type { ContentStorage, ResolvedContentStorage } from './content/storage-options.ts'
import { DEFAULT_RESOURCE_ATTRIBUTES } from './rows/resource-attributes.ts'
import {
  type ResolvedSampling,
  resolveSampling,
  type SamplingOptions,
} from './sampling/sampling-options.ts'
import { type ResolvedTenants, resolveTenants, type TenantOptions } from './tenants/options.ts'

/** What {@link azureMonitor} can be told. Everything has a default; most of it can come from the environment. */
export interface AzureMonitorOptions {
  /** Where to send to. Falls back to `APPLICATIONINSIGHTS_CONNECTION_STRING`. Without one nothing is sent. */
  readonly connectionString?: string | undefined
  /**
   * Where prompts and completions are recorded. `true` means `'SPAN_ONLY'`.
   * Falls back to `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`.
   * @defaultValue `'NO_CONTENT'`
   */
  readonly captureMessageContent?: CaptureMode | boolean | undefined
  /**
   * What is recorded of content, and how: redaction, size budgets, media, tools, rules for single prompts. Its members
   * fall back to `KANSOKU_CONTENT_*`; the budgets' defaults are those of a row (40 KiB a call).
   * @defaultValue nothing is recorded
   */
  readonly contentPolicy?: ContentPolicy | undefined
  /**
   * How captured content is stored: on its row, in rows of its own, or as a hash; what becomes of what is too much for a row;
   * a budget a day; rules for single prompts. Its members fall back to `KANSOKU_CONTENT_*`.
   * @defaultValue on its row, cut to fit
   */
  readonly contentStorage?: ContentStorage | undefined
  /**
   * What is kept of the calls: failed and invalid ones always, with their traces, and a part of the ordinary ones, whose
   * rows then count for several. Metrics count every call. @defaultValue everything is kept
   */
  readonly sampling?: SamplingOptions | undefined
  /**
   * Each model call as one line of JSON on stdout, which Azure's diagnostic settings carry to the workspace: `true` beside
   * Azure Monitor, `'only'` in its place, also without a connection string. It follows the sampling. Falls back to
   * `KANSOKU_CONSOLE_RECORD` (`true`, `only`, `false`).
   * @defaultValue `false`
   */
  readonly consoleRecord?: boolean | 'only' | ConsoleRecordOptions | undefined
  /**
   * Which attributes of the resource stand on the rows of calls, evaluations and details, in Properties: the exporter puts
   * none there. Falls back to `KANSOKU_RESOURCE_ATTRIBUTES`, a list with commas.
   * @defaultValue `service.name`, `service.namespace`, `service.version`, `deployment.environment.name`
   */
  readonly resourceAttributes?: readonly string[] | undefined
  /**
   * Whose Application Insights resource a call goes to, where one process serves several customers; see `withTenant`.
   * @defaultValue everything goes to `connectionString`
   */
  readonly tenants?: TenantOptions | undefined
  /** Becomes `AppRoleName`. Falls back to `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`, which the SDK reads. */
  readonly serviceName?: string | undefined
  /** Whether the `openai` client is instrumented. @defaultValue `true` */
  readonly instrumentOpenAI?: boolean | undefined
  /** Further instrumentations, beside ours. */
  readonly instrumentations?: readonly Instrumentation[] | undefined
  /**
   * Milliseconds that a finished span or log record waits for company. Falls back to `OTEL_BSP_SCHEDULE_DELAY`
   * and `OTEL_BLRP_SCHEDULE_DELAY`. @defaultValue 5000; 500 to a loopback endpoint
   */
  readonly batchDelayMillis?: number | undefined
  /**
   * Spans or log records in one request. Falls back to `OTEL_BSP_MAX_EXPORT_BATCH_SIZE` and
   * `OTEL_BLRP_MAX_EXPORT_BATCH_SIZE`. @defaultValue 512; 64 where content is captured, since the exporter
   * splits nothing by bytes
   */
  readonly maxBatchSize?: number | undefined
  /** Milliseconds between two exports of metrics. Falls back to `OTEL_METRIC_EXPORT_INTERVAL`. @defaultValue 60000; 5000 to a loopback endpoint */
  readonly metricIntervalMillis?: number | undefined
  /**
   * How long the end of the process may wait for the endpoint, in milliseconds. What is not out by then goes to disk.
   * Falls back to `KANSOKU_SHUTDOWN_TIMEOUT`. @defaultValue 8000; 20000 to a loopback endpoint
   */
  readonly shutdownTimeoutMillis?: number | undefined
  /** Folder for what the endpoint did not take. Falls back to `KANSOKU_STORAGE_DIRECTORY`. @defaultValue the system's temporary folder */
  readonly storageDirectory?: string | undefined
  /** Write nothing to disk: what the endpoint does not take is then lost without a sign. Falls back to `KANSOKU_OFFLINE_STORAGE=false`. @defaultValue `false` */
  readonly disableOfflineStorage?: boolean | undefined
  /** Let the exporter send usage figures about itself to Microsoft. @defaultValue `false` */
  readonly statsbeat?: boolean | undefined
  /** Let the exporter ask `settings.sdk.monitor.azure.com` for remote settings. @defaultValue `false` */
  readonly remoteSettings?: boolean | undefined
  /** Everything else that the exporter knows: `credential`, `proxyOptions`, `additionalPolicies`, `retryOptions` … */
  readonly exporterOptions?: ExtraExporterOptions | undefined
}

/** The exporter's options without those that have a place of their own above. */
export type ExtraExporterOptions = Omit<
  AzureMonitorExporterOptions,
  | 'connectionString'
  | 'endpoint'
  | 'host'
  | 'apiVersion'
  | 'allowInsecureConnection'
  | 'storageDirectory'
  | 'disableOfflineStorage'
>

/** When batches go out, and how big they are. */
export interface Batching {
  readonly scheduledDelayMillis: number
  readonly maxExportBatchSize: number
  readonly maxQueueSize: number
  readonly exportTimeoutMillis: number
}

/** Every question answered. */
export interface ResolvedOptions {
  readonly destination: Destination | NothingToSendTo
  readonly contentPolicy: ResolvedContentPolicy
  readonly contentStorage: ResolvedContentStorage
  readonly resourceAttributes: readonly string[]
  /** Nothing where everything is kept. */
  readonly sampling: ResolvedSampling | undefined
  /** Nothing where no line is written. */
  readonly consoleRecord: ResolvedConsoleRecord | undefined
  /** Nothing where everything goes to one resource. */
  readonly tenants: ResolvedTenants | undefined
  readonly serviceName: string | undefined
  readonly instrumentOpenAI: boolean
  readonly instrumentations: readonly Instrumentation[]
  readonly spans: Batching | undefined
  readonly logs: Batching | undefined
  readonly metrics: { readonly exportIntervalMillis: number } | undefined
  readonly shutdownTimeoutMillis: number
  readonly storageDirectory: string | undefined
  readonly disableOfflineStorage: boolean
  readonly statsbeat: boolean
  readonly remoteSettings: boolean
  readonly exporterOptions: ExtraExporterOptions
  /** What a person should hear about: values that were not understood. */
  readonly warnings: readonly string[]
}

/**
 * Options before environment before default. Nothing else reads the environment.
 *
 * @throws {@link ConnectionStringError} where a connection string is given but cannot be used.
 */
export function resolveOptions(
  options: AzureMonitorOptions,
  env: Readonly<Record<string, string | undefined>>,
): ResolvedOptions {
  const warnings: string[] = []
  const destination = parseConnectionString(
    options.connectionString ?? env[CONNECTION_STRING_VARIABLE],
  )
  if (destination.kind === 'problem')
    throw new ConnectionStringError(
      options.connectionString === undefined
        ? CONNECTION_STRING_VARIABLE
        : 'the option connectionString',
      destination.code,
      destination.message,
    )
  const loopback = destination.kind === 'destination' && destination.loopback
  const { captureMessageContent } = options
  const contentStorage = resolveContentStorage(options.contentStorage, env)
  const contentPolicy = capturedContent(
    contentStorage,
    options.contentPolicy,
    env,
    captureMessageContent,
  )
  warnings.push(
    ...contentPolicy.warnings.map((warning) => `${warning}.`),
    ...contentStorage.warnings,
  )

  const sampling = resolveSampling(options.sampling ?? {}, env, warnings)
  const consoleRecord = resolveConsoleRecord(options.consoleRecord, env, warnings)
  const tenants = options.tenants && resolveTenants(options.tenants, contentPolicy, warnings)

  const number = (variable: string): number | undefined => {
    const text = env[variable]?.trim()
    if (!text) return undefined
    const value = Number(text)
    if (Number.isInteger(value) && value > 0) return value
    warnings.push(`${variable} is not a positive whole number and is ignored.`)
    return undefined
  }
  const batching = (prefix: 'OTEL_BSP' | 'OTEL_BLRP'): Batching => ({
    scheduledDelayMillis:
      options.batchDelayMillis ?? number(`${prefix}_SCHEDULE_DELAY`) ?? (loopback ? 500 : 5000),
    maxExportBatchSize:
      options.maxBatchSize ??
      number(`${prefix}_MAX_EXPORT_BATCH_SIZE`) ??
      (contentPolicy.capturesAnything || (tenants && tenants.captures !== false) ? 64 : 512),
    // What waits for a decision may be let through all at once.
    maxQueueSize: (number(`${prefix}_MAX_QUEUE_SIZE`) ?? 2048) + (sampling?.maxItems ?? 0),
    exportTimeoutMillis: number(`${prefix}_EXPORT_TIMEOUT`) ?? 30_000,
  })
  // A signal that the user switched off for every exporter is off here, too.
  const on = (signal: 'TRACES' | 'LOGS' | 'METRICS'): boolean =>
    env[`OTEL_${signal}_EXPORTER`]?.trim().toLowerCase() !== 'none'

  return {
    destination,
    contentPolicy,
    contentStorage,
    sampling,
    resourceAttributes:
      options.resourceAttributes ??
      names(env['KANSOKU_RESOURCE_ATTRIBUTES']) ??
      DEFAULT_RESOURCE_ATTRIBUTES,
    consoleRecord,
    tenants,
    serviceName: options.serviceName,
    instrumentOpenAI: options.instrumentOpenAI ?? true,
    instrumentations: options.instrumentations ?? [],
    spans: on('TRACES') ? batching('OTEL_BSP') : undefined,
    logs: on('LOGS') ? batching('OTEL_BLRP') : undefined,
    metrics: on('METRICS')
      ? {
          exportIntervalMillis:
            options.metricIntervalMillis ??
            number('OTEL_METRIC_EXPORT_INTERVAL') ??
            (loopback ? 5000 : 60_000),
        }
      : undefined,
    shutdownTimeoutMillis:
      options.shutdownTimeoutMillis ??
      number('KANSOKU_SHUTDOWN_TIMEOUT') ??
      (loopback ? 20_000 : 8000),
    storageDirectory: options.storageDirectory ?? (env['KANSOKU_STORAGE_DIRECTORY'] || undefined),
    disableOfflineStorage:
      options.disableOfflineStorage ??
      env['KANSOKU_OFFLINE_STORAGE']?.trim().toLowerCase() === 'false',
    statsbeat: options.statsbeat ?? false,
    remoteSettings: options.remoteSettings ?? false,
    exporterOptions: options.exporterOptions ?? {},
    warnings,
  }
}

/** A list with commas; an empty one is no list. */
function names(text: string | undefined): string[] | undefined {
  const given = text?.split(',').map((name) => name.trim())
  return given?.some(Boolean) ? given.filter(Boolean) : undefined
}

/** The SDK's own switch. Then we say nothing and do nothing. */
export function isSdkDisabled(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true'
}

/** How much OpenTelemetry tells about itself, from `OTEL_LOG_LEVEL`; undefined where nobody asked, or not for a level. */
export function diagLevel(
  env: Readonly<Record<string, string | undefined>>,
): DiagLogLevel | undefined {
  const name = env['OTEL_LOG_LEVEL']?.trim().toUpperCase()
  return Object.entries(levels).find(([known]) => known === name)?.[1]
}

const levels: Readonly<Record<string, DiagLogLevel>> = {
  NONE: DiagLogLevel.NONE,
  ERROR: DiagLogLevel.ERROR,
  WARN: DiagLogLevel.WARN,
  INFO: DiagLogLevel.INFO,
  DEBUG: DiagLogLevel.DEBUG,
  VERBOSE: DiagLogLevel.VERBOSE,
  ALL: DiagLogLevel.ALL,
}
