import { globalLoggerProvider, recordEvaluation, traceInference } from '@kansoku/core'
import {
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, expect, it } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import { ingestionServer, type WireEnvelope } from '../testing/ingestion-server.ts'
import { flushTelemetry } from '../with-flush.ts'
import { resolveSampling } from './sampling-options.ts'
import { samplingScore } from './sampling-score.ts'
import { createSampling } from './sampling.ts'

afterEach(() => {
  for (const api of [trace, metrics, context, propagation]) api.disable()
  Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'))
  Reflect.deleteProperty(globalThis, Symbol.for('io.opentelemetry.js.api.logs'))
})

/** Of a trace that is drawn also by one in four. */
const KEPT = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(32, '1')).find(
  (id) => samplingScore(id) < 25,
) as string
const sampling = { ratio: 0.25, newVersionCalls: 0 } as const

/** A request with one call in it, and a failed look-up where it is asked for. */
async function request(name: string, fails = false): Promise<string> {
  const tracer = trace.getTracer('application')
  return tracer.startActiveSpan(name, async (span) => {
    await traceInference({ provider: 'openai', model: 'gpt-4o' }, async (call) => {
      call.setUsage({ inputTokens: 12, outputTokens: 1 })
      if (fails) throw new RangeError('no such model')
      return 'Yes'
    }).catch(() => undefined)
    recordEvaluation({
      name: 'relevance',
      score: 1,
      responseId: name,
      evaluator: { name: 'judge', kind: 'code' },
    })
    span.end()
    return span.spanContext().traceId
  })
}

const traceOf = ({ tags }: WireEnvelope): string => tags['ai.operation.id'] ?? ''
const isJudgement = ({ data }: WireEnvelope): boolean => data.baseType === 'EventData'
const isRow = ({ data }: WireEnvelope): boolean => data.baseType !== 'MetricData'

it('sends whole traces or none, with what a row stands for, and metrics of every call', async () => {
  await using ingestion = await ingestionServer()
  const others = new InMemorySpanExporter()
  const { spanProcessors, ...configuration } = azureMonitor({
    connectionString: ingestion.connectionString,
    instrumentOpenAI: false,
    captureMessageContent: 'EVENT_ONLY',
    sampling,
  })
  const sdk = new NodeSDK({
    ...configuration,
    spanProcessors: [...spanProcessors, new SimpleSpanProcessor(others)],
    autoDetectResources: false,
  })
  sdk.start()
  const ordinary: string[] = []
  // oxlint-disable-next-line no-await-in-loop -- one after the other: the async context is shared
  for (let index = 0; index < 40; index++) ordinary.push(await request(`ordinary ${index}`))
  const failed = await request('failed', true)
  const seenByOthers = others.getFinishedSpans().map(({ attributes }) => attributes)
  await sdk.shutdown()

  const kept = new Set(ordinary.filter((id) => samplingScore(id) < 25))
  const rows = ingestion.envelopes.filter(isRow)
  const types = (id: string): string[] =>
    rows
      .filter((row) => traceOf(row) === id && !isJudgement(row))
      .map(({ data, sampleRate }) => `${data.baseType} ${sampleRate}`)
      .toSorted()
  for (const id of ordinary)
    expect(types(id)).toEqual(
      kept.has(id) ? ['MessageData 25', 'RemoteDependencyData 25', 'RemoteDependencyData 25'] : [],
    )
  expect(types(failed)).toEqual([
    'ExceptionData 100',
    'MessageData 100',
    'RemoteDependencyData 100',
    'RemoteDependencyData 100',
  ])
  expect(rows.filter(isJudgement).map(({ sampleRate }) => sampleRate)).toEqual(
    Array.from({ length: 41 }, () => 100),
  )
  expect(JSON.stringify(rows)).not.toMatch(/kansoku\.|microsoft\./)
  const durations = ingestion
    .ofType('MetricData')
    .flatMap(({ data }) => data.baseData['metrics'] as { name: string; count: number }[])
    .filter(({ name }) => name === 'gen_ai.client.inference.duration')
  expect(durations.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(41)
  // What the application exports elsewhere is all there, and as it was.
  expect(seenByOthers).toHaveLength(82)
  expect(seenByOthers.filter((each) => 'microsoft.sample_rate' in each)).toEqual([])
})

it.each([
  [10, false, 10],
  [50, false, 25],
  [50, true, 50],
  [undefined, true, undefined],
])(
  'leaves %s percent of an earlier sampler to a span (failed: %s) at %s',
  (earlier, failed, expected) => {
    const kept: unknown[] = []
    const { spans } = createSampling(resolveSampling(sampling, {}, []))
    const next: SpanProcessor = {
      onStart: () => undefined,
      onEnd: ({ attributes }) => void kept.push(attributes['microsoft.sample_rate']),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    }
    const tracer = new BasicTracerProvider({
      idGenerator: { generateTraceId: () => KEPT, generateSpanId: () => '1'.repeat(16) },
      spanProcessors: [spans(next)],
    }).getTracer('test')
    const attributes = earlier === undefined ? {} : { 'microsoft.sample_rate': earlier }
    const span = tracer.startSpan('call', { attributes }, ROOT_CONTEXT)
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
    expect(kept).toEqual([expected])
  },
)

it('sends with a flush what still waits for the end of its trace', async () => {
  await using ingestion = await ingestionServer()
  const sdk = new NodeSDK({
    ...azureMonitor({
      connectionString: ingestion.connectionString,
      instrumentOpenAI: false,
      sampling: { ...sampling, ratio: 0 },
    }),
    autoDetectResources: false,
  })
  sdk.start()
  const invocation = trace.getTracer('host').startSpan('invocation')
  await context.with(trace.setSpan(context.active(), invocation), async () => {
    await request('failed', true)
    globalLoggerProvider()
      ?.getLogger('test')
      .emit({ eventName: 'details', attributes: {}, context: context.active() })
  })
  expect(ingestion.envelopes).toEqual([])
  await flushTelemetry()
  invocation.end()
  await sdk.shutdown()
  expect(ingestion.ofType('RemoteDependencyData').map(({ data }) => data.baseData.name)).toEqual([
    'chat gpt-4o',
    'failed',
    'invocation',
  ])
})
