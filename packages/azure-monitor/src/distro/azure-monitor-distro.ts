import { globalLoggerProvider, PromptContextSpanProcessor } from '@kansoku/core'
import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import { metrics, ProxyTracerProvider, trace } from '@opentelemetry/api'
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation'

import type { Destination } from '../connection-string.ts'
import { createDelivery } from '../delivery.ts'
import { envelopePolicy } from '../envelope-policy.ts'
import { exporterOptions } from '../exporter-options.ts'
import { followingTracerProvider } from '../following-providers.ts'
import { standDown } from '../joining/stand-down.ts'
import { hookModules } from '../module-hook.ts'
import { notice } from '../notice.ts'
import { type ResolvedOptions, resolveOptions } from '../options.ts'
import { createPipeline } from '../pipeline.ts'
import { registerPipeline } from '../pipelines.ts'
import { prepare } from '../prepare.ts'
import { resourceAttributes } from '../rows/resource-attributes.ts'
import { beforeExporters } from '../side-traffic.ts'
import { withContentByTenant } from '../tenants/content-by-tenant.ts'
import type { TenantMarks } from '../tenants/tenant-marks.ts'
import { divertedLogs, divertedSpans } from './diverted.ts'
import { nowhere } from './nowhere.ts'
import {
  type AzureMonitorDistroConfiguration,
  type AzureMonitorDistroOptions,
  distroSettings,
  NOTHING_RECORDED,
} from './options.ts'
import { requestsUnderWay } from './requests-under-way.ts'
import { eventRowProcessor, genAIRowProcessor } from './row-processors.ts'

/**
 * Configures `useAzureMonitor()` of `@azure/monitor-opentelemetry` so that GenAI calls become complete rows.
 *
 * ```ts
 * useAzureMonitor(azureMonitorDistro())
 * useAzureMonitor({ ...azureMonitorDistro(), instrumentationOptions: { http: { enabled: false } } })
 * ```
 *
 * Call it where `useAzureMonitor()` is called, before anything imports `openai`. Without a connection string it says so
 * once on stderr, and the distro records nothing.
 *
 * @throws {@link ConnectionStringError} where a connection string is given but cannot be used.
 */
export function azureMonitorDistro(
  options: AzureMonitorDistroOptions = {},
): AzureMonitorDistroConfiguration {
  const { marks, options: resolved } = withContentByTenant(resolveOptions(options, process.env))
  const { consoleRecord, contentStorage, sampling, tenants } = resolved
  standDown()
  const destination = prepare(resolved)
  if (!destination && !consoleRecord && !tenants)
    return {
      azureMonitorExporterOptions: nowhere(),
      spanProcessors: [],
      logRecordProcessors: [],
      ...NOTHING_RECORDED,
    }
  instrument(resolved)
  return {
    azureMonitorExporterOptions: destination
      ? configureExporters(destination, resolved)
      : nowhere(),
    ...(sampling || contentStorage.active || consoleRecord || tenants
      ? ownProcessors(destination, resolved, marks)
      : rowProcessors(resolved)),
    ...distroSettings(options),
  }
}

type Processors = Pick<
  AzureMonitorDistroConfiguration,
  'spanProcessors' | 'logRecordProcessors' | 'enableTraceBasedSamplingForLogs'
>

/** What the distro's exporters send, changed before it comes to them. */
function rowProcessors(options: ResolvedOptions): Processors {
  const ofResource = resourceAttributes(options.resourceAttributes)
  return {
    spanProcessors: [new PromptContextSpanProcessor(), genAIRowProcessor(ofResource)],
    logRecordProcessors: [eventRowProcessor(ofResource)],
  }
}

/**
 * The distro's processors export what ends at once, as it is and to one resource, so that traces which wait for their end,
 * content which is stored beside its row, and what belongs to tenants take our own way.
 */
function ownProcessors(
  destination: Destination | undefined,
  options: ResolvedOptions,
  marks: TenantMarks | undefined,
): Processors {
  const pipeline = createPipeline(
    destination,
    { ...options, metrics: undefined, instrumentOpenAI: false, instrumentations: [] },
    marks,
  )
  registerPipeline(pipeline)
  const { logRecordProcessors, spanProcessors } = pipeline.configuration
  // What belongs to no span may belong to a tenant all the same.
  const others = marks
    ? undefined
    : eventRowProcessor(resourceAttributes(options.resourceAttributes))
  return {
    spanProcessors: [divertedSpans(spanProcessors)],
    logRecordProcessors: logRecordProcessors.map((each) => divertedLogs(each, others)),
    enableTraceBasedSamplingForLogs: true,
  }
}

function configureExporters(
  destination: Destination,
  options: ResolvedOptions,
): ReturnType<typeof exporterOptions> {
  const delivery = createDelivery()
  const requests = requestsUnderWay()
  registerPipeline({
    delivery,
    flush: async () => {
      await Promise.allSettled(globalProviders().map(async (provider) => provider.forceFlush?.()))
      await requests.settled()
    },
  })
  // `useAzureMonitor()` is synchronous and builds its exporters at once: a microtask later they are there.
  queueMicrotask(beforeExporters(options))
  return exporterOptions(destination, options, [envelopePolicy, delivery.policy, requests.policy])
}

/** Those that the distro has registered; the API's types do not know that an SDK's can be flushed. */
function globalProviders(): { forceFlush?: () => Promise<void> }[] {
  const tracerProvider = trace.getTracerProvider()
  return [
    tracerProvider instanceof ProxyTracerProvider ? tracerProvider.getDelegate() : tracerProvider,
    metrics.getMeterProvider(),
    globalLoggerProvider() ?? {},
  ] as { forceFlush?: () => Promise<void> }[]
}

/**
 * `useAzureMonitor()` throws the API's globals away and makes new ones: a tracer that was asked for before, the API's own
 * proxy included, stays a no-op for ever.
 */
const lateTracerProvider = followingTracerProvider(() => trace.getTracerProvider())

/** The distro takes no instrumentations, and its providers exist only once `useAzureMonitor()` has been called. */
function instrument({ contentPolicy, instrumentations, instrumentOpenAI }: ResolvedOptions): void {
  if (instrumentOpenAI) {
    hookModules()
    // Its meter and logger it asks for at the first call, or each time.
    new OpenAIInstrumentation({ contentPolicy }).setTracerProvider(lateTracerProvider)
  }
  for (const each of instrumentations) each.setTracerProvider(lateTracerProvider)
  queueMicrotask(() => connect(instrumentations))
}

/** By now `useAzureMonitor()` has registered its providers. */
function connect(instrumentations: readonly Instrumentation[]): void {
  registerInstrumentations({
    instrumentations: [...instrumentations],
    tracerProvider: lateTracerProvider,
    // API 1.9 has no proxy for meters: these have to be the real ones.
    meterProvider: metrics.getMeterProvider(),
  })
  if (!seesGlobals())
    notice(
      'nothing is recorded: the application has a newer @opentelemetry/api than @azure/monitor-opentelemetry, and calls ' +
        'of the newer one never reach it. Depend on "@opentelemetry/api": "~1.9.1".',
    )
}

/** What was registered with an older copy of the API is invisible to a newer one, which gives no-ops without a word. */
function seesGlobals(): boolean {
  const globals = (globalThis as Record<symbol, { trace?: unknown } | undefined>)[
    Symbol.for('opentelemetry.js.api.1')
  ]
  return globals?.trace === undefined || trace.getTracerProvider() === globals.trace
}
