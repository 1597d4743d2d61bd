/**
 * What the way from an ended span to the request costs, in a process of its own: prints the CPU microseconds of one span.
 * `node mapping.ts <variant>`. The endpoint answers at once, in the process, so that no network is measured.
 */
import { createRequire } from 'node:module'

import type * as AzureMonitor from '@kansoku/azure-monitor'
import type * as Core from '@kansoku/core'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import type * as Traces from '@opentelemetry/sdk-trace-base'

import { AZURE_WORKSPACE } from './places.ts'

export type MappingVariant = 'bare' | 'kansoku' | 'sampled'

const BATCH = 512
const BATCHES = 150
const WARM_UP = 150

/** One that no request ever reaches. */
const CONNECTION_STRING =
  'InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=https://ingestion.invalid'

const load = createRequire(`${AZURE_WORKSPACE}package.json`)
const { BasicTracerProvider, BatchSpanProcessor } = load(
  '@opentelemetry/sdk-trace-base',
) as typeof Traces

interface Request {
  readonly headers: unknown
}
const exporterOptions = {
  disableOfflineStorage: true,
  httpClient: {
    sendRequest: async (request: Request) => ({
      request,
      status: 200,
      headers: request.headers,
      bodyAsText: `{"itemsReceived":${BATCH},"itemsAccepted":${BATCH},"errors":[]}`,
    }),
  },
}

const PROCESSORS: Readonly<Record<MappingVariant, () => SpanProcessor[]>> = {
  bare: () => {
    process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true'
    const { AzureMonitorTraceExporter } = load('@azure/monitor-opentelemetry-exporter') as {
      AzureMonitorTraceExporter: new (options: object) => Traces.SpanExporter
    }
    const exporter = new AzureMonitorTraceExporter({
      ...exporterOptions,
      connectionString: CONNECTION_STRING,
    })
    return [new BatchSpanProcessor(exporter, { maxExportBatchSize: BATCH })]
  },
  kansoku: () => ours({}),
  sampled: () => ours({ sampling: { ratio: 0.1, newVersionCalls: 0 } }),
}

function ours(options: AzureMonitor.AzureMonitorOptions): SpanProcessor[] {
  const { azureMonitor } = load('@kansoku/azure-monitor') as typeof AzureMonitor
  return azureMonitor({
    ...options,
    connectionString: CONNECTION_STRING,
    instrumentOpenAI: false,
    disableOfflineStorage: true,
    exporterOptions: exporterOptions as never,
  }).spanProcessors
}

/** The spans of chats as the instrumentation makes them, content off. */
async function chats(count: number): Promise<ReadableSpan[]> {
  const ended: ReadableSpan[] = []
  const collect: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void ended.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
  const core = load('@kansoku/core') as typeof Core
  core.configureTelemetry({
    tracerProvider: new BasicTracerProvider({ spanProcessors: [collect] }),
  })
  const prompt = core.definePrompt({
    name: 'search_decision',
    version: 3,
    output: core.oneOf('Yes', 'No'),
  })
  for (let index = 0; index < count; index++) {
    const metadata = { turn: index % 8, customer: 'contoso' }
    // oxlint-disable-next-line no-await-in-loop -- the spans are to be like those of one user after the other
    await prompt.run({ metadata, conversationId: `c-${index}` }, () =>
      core.traceInference(
        {
          provider: 'openai',
          model: 'gpt-4.1-mini',
          server: { address: 'api.openai.com', port: 443 },
        },
        async (call) => {
          call.setResponse({
            id: `chatcmpl-${index}`,
            model: 'gpt-4.1-mini-2025-04-14',
            finishReasons: ['stop'],
          })
          call.setUsage({ inputTokens: 480, outputTokens: 40 })
          return 'Yes'
        },
      ),
    )
  }
  return ended
}

const spans = await chats(BATCH)
const processors = PROCESSORS[process.argv[2] as MappingVariant]()

async function batches(count: number): Promise<void> {
  for (let batch = 0; batch < count; batch++) {
    for (const span of spans) {
      // They have ended long ago; those that look at a start look at its ids.
      for (const processor of processors) processor.onStart(span as never, ROOT_CONTEXT)
      for (const processor of processors) processor.onEnd(span)
    }
    // oxlint-disable-next-line no-await-in-loop -- a batch at a time
    for (const processor of processors) await processor.forceFlush()
  }
}

await batches(WARM_UP)
const before = process.cpuUsage()
await batches(BATCHES)
const { system, user } = process.cpuUsage(before)
console.log((user + system) / (BATCH * BATCHES))
process.exit()
