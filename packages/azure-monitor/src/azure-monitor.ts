import { configureTelemetry } from '@kansoku/core'
import { diag } from '@opentelemetry/api'

import { CONNECTION_STRING_VARIABLE } from './connection-string.ts'
import { hookModules } from './module-hook.ts'
import { notice } from './notice.ts'
import { type AzureMonitorOptions, type ResolvedOptions, resolveOptions } from './options.ts'
import { type AzureMonitorConfiguration, createPipeline, type Pipeline } from './pipeline.ts'
import { registerPipeline } from './pipelines.ts'

/**
 * Configures OpenTelemetry's NodeSDK so that GenAI calls become complete rows of Application Insights.
 *
 * ```ts
 * const sdk = new NodeSDK(azureMonitor({ serviceName: 'rag-chatbot' }))
 * sdk.start()
 * process.once('SIGTERM', () => void sdk.shutdown())
 * ```
 *
 * Call it before anything imports `openai`, best in a file of its own: `node --import ./telemetry.js app.js`.
 * Without a connection string it says so once on stderr and returns a configuration that records nothing.
 *
 * @throws {@link ConnectionStringError} where a connection string is given but cannot be used.
 */
export function azureMonitor(options: AzureMonitorOptions = {}): AzureMonitorConfiguration {
  const resolved = resolveOptions(options, process.env)
  const pipeline = startPipeline(resolved)
  if (!pipeline) return nothing()
  if (resolved.instrumentOpenAI) hookModules()
  return pipeline.configuration
}

/** Builds the pipeline and tells the user what they should know, or `undefined` where there is nothing to send to. */
export function startPipeline(options: ResolvedOptions): Pipeline | undefined {
  const { destination } = options
  for (const warning of options.warnings) notice(warning)
  if (destination.kind === 'nothing-to-send-to') {
    notice(
      `telemetry is off, there is no connection string. Set ${CONNECTION_STRING_VARIABLE} ` +
        '(Azure portal: your Application Insights resource, Overview; on a laptop: what `kansoku dev` prints).',
    )
    return undefined
  }
  // For what is recorded by hand, by the same rules as what the instrumentation records.
  configureTelemetry({ contentPolicy: options.contentPolicy })
  // On a laptop the same text lies in the workbench's store anyway.
  if (!destination.loopback) warnAboutStorage(options)
  const pipeline = createPipeline(destination, options)
  registerPipeline(pipeline)
  return pipeline
}

function warnAboutStorage(options: ResolvedOptions): void {
  if (options.disableOfflineStorage)
    diag.warn('kansoku: offline storage is off; what the endpoint does not take is lost silently')
  else if (options.contentPolicy.capturesAnything)
    notice(
      'content is recorded and offline storage is on: while the endpoint is down, prompts and answers lie ' +
        `in clear text under ${options.storageDirectory ?? "the system's temporary folder"} for up to two days. ` +
        'KANSOKU_OFFLINE_STORAGE=false turns the storage off.',
    )
}

/** All lists empty, not absent: NodeSDK would start OTLP exporters in their place. */
function nothing(): AzureMonitorConfiguration {
  return { spanProcessors: [], logRecordProcessors: [], metricReaders: [], instrumentations: [] }
}
