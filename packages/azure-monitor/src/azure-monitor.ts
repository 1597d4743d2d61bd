import { standDown } from './joining/stand-down.ts'
import { hookModules } from './module-hook.ts'
import { type AzureMonitorOptions, type ResolvedOptions, resolveOptions } from './options.ts'
import { type AzureMonitorConfiguration, createPipeline, type Pipeline } from './pipeline.ts'
import { registerPipeline } from './pipelines.ts'
import { prepare } from './prepare.ts'
import { withContentByTenant } from './tenants/content-by-tenant.ts'

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
  standDown()
  const pipeline = startPipeline(resolved)
  if (!pipeline) return nothing()
  if (resolved.instrumentOpenAI) hookModules()
  return pipeline.configuration
}

/** Builds the pipeline, or nothing where there is nothing to send to. */
export function startPipeline(given: ResolvedOptions): Pipeline | undefined {
  const { marks, options } = withContentByTenant(given)
  const destination = prepare(options)
  if (!destination && !options.consoleRecord && !options.tenants) return undefined
  const pipeline = createPipeline(destination, options, marks)
  registerPipeline(pipeline)
  return pipeline
}

/** All lists empty, not absent: NodeSDK would start OTLP exporters in their place. */
function nothing(): AzureMonitorConfiguration {
  return { spanProcessors: [], logRecordProcessors: [], metricReaders: [], instrumentations: [] }
}
