import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import {
  AzureMonitorLogExporter,
  AzureMonitorTraceExporter,
} from '@azure/monitor-opentelemetry-exporter'
import { definePrompt, globalLoggerProvider, recordEvaluation, traceInference } from '@kansoku/core'
import {
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api'
import { BatchLogRecordProcessor, type LogRecordProcessor } from '@opentelemetry/sdk-logs'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import { withTenant } from '../tenants/with-tenant.ts'
import {
  connectionStringFor,
  CLOSED_PORT,
  ingestionServer,
  type IngestionServer,
  type WireEnvelope,
} from '../testing/ingestion-server.ts'
import { storedTypes } from '../testing/stored.ts'
import { flushTelemetry } from '../with-flush.ts'
import { azureMonitorDistro } from './azure-monitor-distro.ts'
import type { AzureMonitorDistroConfiguration } from './options.ts'

let storage: string
beforeAll(() => {
  storage = mkdtempSync(join(tmpdir(), 'kansoku-distro-'))
})
afterAll(() => rmSync(storage, { recursive: true }))
afterEach(forget)

/** As the distro does before it registers anew. */
function forget(): void {
  trace.disable()
  metrics.disable()
  context.disable()
  propagation.disable()
  const globals = globalThis as Record<symbol, unknown>
  delete globals[Symbol.for('opentelemetry.js.api.1')]
  delete globals[Symbol.for('io.opentelemetry.js.api.logs')]
}

/** The part of `useAzureMonitor()` that matters here; the distro itself runs in test/compatibility. */
function useAzureMonitor(options: AzureMonitorDistroConfiguration): NodeSDK {
  forget()
  const { azureMonitorExporterOptions, logRecordProcessors, spanProcessors } = options
  const logs = new BatchLogRecordProcessor({
    exporter: new AzureMonitorLogExporter(azureMonitorExporterOptions),
  })
  const sdk = new NodeSDK({
    autoDetectResources: false,
    metricReaders: [],
    spanProcessors: [
      ...spanProcessors,
      new BatchSpanProcessor(new AzureMonitorTraceExporter(azureMonitorExporterOptions)),
    ],
    logRecordProcessors: [
      ...logRecordProcessors,
      options.enableTraceBasedSamplingForLogs ? ofSampledSpans(logs) : logs,
    ],
  })
  sdk.start()
  return sdk
}

/** As the distro has it (`logs/batchLogRecordProcessor.js`). */
function ofSampledSpans(logs: LogRecordProcessor): LogRecordProcessor {
  return {
    onEmit: (record) => {
      const { spanContext } = record
      if (spanContext?.traceFlags !== (TraceFlags.NONE as number)) logs.onEmit(record)
    },
    forceFlush: () => logs.forceFlush(),
    shutdown: () => logs.shutdown(),
  }
}

const options = { instrumentOpenAI: false, captureMessageContent: true } as const

async function records(): Promise<void> {
  await definePrompt({ name: 'answer', version: 7 }).run({ metadata: { turn: 2 } }, () =>
    traceInference(
      { provider: 'openai', model: 'gpt-4o', server: { address: 'example.test', port: 443 } },
      async (call) => {
        call.setResponse({ id: 'chatcmpl-1' })
        call.setUsage({ inputTokens: 12, outputTokens: 1 })
        return 'はい'
      },
    ),
  )
  const failed = trace.getTracer('another vendor').startSpan('chat', {
    kind: SpanKind.CLIENT,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'server.address': 'example.test',
      'error.type': '429',
    },
  })
  failed.setStatus({ code: SpanStatusCode.ERROR })
  failed.end()
  recordEvaluation({
    responseId: 'chatcmpl-1',
    name: 'relevance',
    score: 0.5,
    evaluator: { name: 'judge', kind: 'model' },
  })
}

const alone = (): void =>
  globalLoggerProvider()
    ?.getLogger('application')
    .emit({ eventName: 'started', attributes: {}, context: context.active() })
const kinds = (server: IngestionServer): string[] =>
  server.envelopes
    .map(({ data }) => data.baseType)
    .filter((kind) => kind !== 'MetricData')
    .toSorted()

const sampling = { ratio: 0, newVersionCalls: 0 } as const

/** The failed call keeps them all; what would be ordinary is not even there with a ratio of 0. */
async function inARequest(): Promise<void> {
  const tracer = trace.getTracer('application')
  tracer.startSpan('ordinary').end()
  await tracer.startActiveSpan('request', async (span) => {
    await records()
    span.end()
  })
  globalLoggerProvider()
    ?.getLogger('application')
    .emit({ eventName: 'started', attributes: {}, context: ROOT_CONTEXT })
}

/** Without what differs from call to call. The order of properties counts. */
const rows = (envelopes: readonly WireEnvelope[]): string[] =>
  envelopes
    .filter(({ data }) => data.baseType !== 'MetricData')
    .map(({ data, name, sampleRate, tags }) =>
      JSON.stringify([
        name,
        sampleRate,
        tags['ai.cloud.role'],
        data.baseType,
        Object.assign(data.baseData, { id: '', duration: '' }),
      ]),
    )

/** What the distro itself is told. */
const settings = (configuration: AzureMonitorDistroConfiguration): unknown =>
  Object.fromEntries(Object.entries(configuration).filter(([, value]) => typeof value !== 'object'))

describe('azureMonitorDistro', () => {
  it('gives the very rows that azureMonitor() gives', async () => {
    await using ours = await ingestionServer()
    await using distros = await ingestionServer()
    const sdk = new NodeSDK({
      ...azureMonitor({ ...options, connectionString: ours.connectionString }),
      autoDetectResources: false,
    })
    sdk.start()
    await records()
    await sdk.shutdown()
    const other = useAzureMonitor(
      azureMonitorDistro({ ...options, connectionString: distros.connectionString }),
    )
    await records()
    await other.shutdown()

    expect(ours.ofType('RemoteDependencyData')).toHaveLength(2)
    expect(ours.ofType('EventData')).toHaveLength(1)
    expect(rows(distros.envelopes)).toEqual(rows(ours.envelopes))
  })

  it('sends with sampling what azureMonitor() sends, and each row once', async () => {
    await using ours = await ingestionServer()
    await using distros = await ingestionServer()
    const sampled = { ...options, captureMessageContent: 'SPAN_AND_EVENT', sampling } as const
    const sdk = new NodeSDK({
      ...azureMonitor({ ...sampled, connectionString: ours.connectionString }),
      autoDetectResources: false,
    })
    sdk.start()
    await inARequest()
    await sdk.shutdown()
    const other = useAzureMonitor(
      azureMonitorDistro({ ...sampled, connectionString: distros.connectionString }),
    )
    await inARequest()
    expect(distros.envelopes).toEqual([])
    await other.shutdown()

    // The request itself, the calls in it, an evaluation, details; and a log record that belongs to no span.
    expect(rows(ours.envelopes)).toHaveLength(6)
    expect(rows(distros.envelopes).toSorted()).toEqual(rows(ours.envelopes).toSorted())
  })

  it('sends content beside its rows as azureMonitor() does', async () => {
    await using ours = await ingestionServer()
    await using distros = await ingestionServer()
    const chunked = { ...options, contentStorage: { mode: 'chunks' } } as const
    const sdk = new NodeSDK({
      ...azureMonitor({ ...chunked, connectionString: ours.connectionString }),
      autoDetectResources: false,
    })
    sdk.start()
    await records()
    await sdk.shutdown()
    const other = useAzureMonitor(
      azureMonitorDistro({ ...chunked, connectionString: distros.connectionString }),
    )
    await records()
    await other.shutdown()

    expect(ours.ofType('MessageData')).toHaveLength(1)
    expect(rows(distros.envelopes).toSorted()).toEqual(rows(ours.envelopes).toSorted())
  })

  it('lets the distro keep everything and talk to nobody else, unless told otherwise', () => {
    const connectionString = connectionStringFor(1)
    expect(settings(azureMonitorDistro({ ...options, connectionString }))).toEqual({
      samplingRatio: 1,
      tracesPerSecond: 0,
      enableLiveMetrics: false,
      enableStandardMetrics: true,
      enablePerformanceCounters: true,
    })
    expect(
      settings(
        azureMonitorDistro({
          ...options,
          connectionString,
          tracesPerSecond: 5,
          samplingRatio: 0.5,
          liveMetrics: true,
          standardMetrics: false,
          performanceCounters: false,
        }),
      ),
    ).toEqual({
      samplingRatio: 0.5,
      tracesPerSecond: 5,
      enableLiveMetrics: true,
      enableStandardMetrics: false,
      enablePerformanceCounters: false,
    })
  })

  it('sends what belongs to a tenant to its own resource, with a span or without one', async () => {
    await using ours = await ingestionServer()
    await using tenants = await ingestionServer()
    const lines: string[] = []
    const sdk = useAzureMonitor(
      azureMonitorDistro({
        ...options,
        connectionString: ours.connectionString,
        consoleRecord: { write: (line) => lines.push(line) },
        tenants: {
          destinations: {
            contoso: { connectionString: tenants.connectionString, consoleRecord: true },
          },
        },
      }),
    )
    await records()
    alone()
    await withTenant('contoso', async () => {
      await records()
      alone()
    })
    await sdk.shutdown()
    const expected = ['EventData', 'MessageData', 'RemoteDependencyData', 'RemoteDependencyData']
    expect([kinds(ours), kinds(tenants)]).toEqual([expected, expected])
    expect(lines).toHaveLength(4)
  })

  it('says once that there is nothing to send to, and lets the application start', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const configuration = azureMonitorDistro({ ...options, connectionString: '' })
    const sdk = useAzureMonitor(configuration)
    trace.getTracer('test').startSpan('chat').end()
    await sdk.shutdown()
    expect(stderr.mock.calls.map(([line]) => line)).toEqual([
      expect.stringContaining('kansoku: telemetry is off, there is no connection string.'),
    ])
    expect(configuration).toMatchObject({ samplingRatio: 0, enableLiveMetrics: false })
    stderr.mockRestore()
  })

  it('takes part in flushTelemetry(), which leaves on disk what the endpoint did not take', async () => {
    const folder = mkdtempSync(join(storage, 'down-'))
    const sdk = useAzureMonitor(
      azureMonitorDistro({
        ...options,
        connectionString: connectionStringFor(CLOSED_PORT),
        storageDirectory: folder,
      }),
    )
    await records()
    await flushTelemetry({ timeoutMillis: 300 })
    // Beside them the exporter's own description of the resource.
    expect(storedTypes(folder).toSorted()).toEqual([
      'EventData',
      'MetricData',
      'RemoteDependencyData',
      'RemoteDependencyData',
    ])
    await sdk.shutdown()
  })
})
