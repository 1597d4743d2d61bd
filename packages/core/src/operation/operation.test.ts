import { context, createNoopMeter, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { CaptureMode } from '../content/capture.ts'
import { definePrompt } from '../context/define-prompt.ts'
import type { ModelOutput } from '../contracts/contract.ts'
import { oneOf } from '../contracts/one-of.ts'
import { type InferenceOptions, type OperationOptions, startOperation } from './operation.ts'
import type { InferenceResponse, Outcome } from './outcome.ts'
import { createTelemetry } from './telemetry.ts'

const request: InferenceOptions = {
  name: 'chat',
  attributes: {
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'server.address': 'api.openai.com',
    'server.port': 443,
  },
  input: () => ({
    inputMessages: [{ role: 'user', parts: [{ type: 'text', content: '東京の天気は?' }] }],
  }),
}
const response: InferenceResponse = {
  attributes: {
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.usage.input_tokens': 120,
    'gen_ai.usage.audio.input_tokens': 20,
    'gen_ai.usage.output_tokens': 1,
    'openai.response.service_tier': 'default',
  },
  output: () => ({ text: 'Yes', finishReason: 'stop' }),
  messages: () => [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }],
}
const prompt = definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })

const wordy = (): ModelOutput => ({ text: 'Yes, please search.', finishReason: 'stop' })
const unread = (): never => {
  throw new TypeError('no text')
}

/** One operation through the SDK: what leaves it. */
async function observe(
  outcome: Outcome,
  capture: CaptureMode = 'NO_CONTENT',
  chunks = 0,
  options: OperationOptions = request,
) {
  const spans = new InMemorySpanExporter()
  const logs = new InMemoryLogRecordExporter()
  const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
  const loggers = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logs })],
  })
  const meters = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 60_000 }),
    ],
  })
  const telemetry = createTelemetry({
    tracer: () => tracers.getTracer('test'),
    meter: meters.getMeter('test'),
    logger: () => loggers.getLogger('test'),
    capture,
  })
  prompt.run({ metadata: { turn: 1 } }, () => {
    const operation = startOperation(telemetry, options)
    for (let chunk = 0; chunk < chunks; chunk++) operation.chunk()
    operation.end(outcome)
    operation.end({ kind: 'failure', error: new Error('a second end does not count') })
  })
  await meters.forceFlush()
  const points = metrics
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        value: typeof value === 'object' ? value.count : value,
      })),
    ])
  await meters.shutdown()
  return { spans: spans.getFinishedSpans(), logs: logs.getFinishedLogRecords(), points }
}

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

const atStart = {
  'gen_ai.operation.name': 'chat',
  ...request.attributes,
  'gen_ai.prompt.name': 'search_decision',
  'gen_ai.prompt.version': '1',
  'llmops.metadata.turn': 1,
  'llmops.content.capture': 'none',
}

describe('an operation', () => {
  it('records a success with its label', async () => {
    const { spans, logs } = await observe({ kind: 'success', response })
    expect(spans).toHaveLength(1)
    expect(spans[0]).toMatchObject({
      name: 'chat gpt-4o',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
    })
    expect(spans[0]?.attributes).toEqual({
      ...atStart,
      ...response.attributes,
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.label': 'Yes',
      'llmops.output.valid': true,
    })
    expect(logs).toEqual([])
  })

  it('records all the rest where the output cannot be read', async () => {
    const { spans } = await observe({ kind: 'success', response: { ...response, output: unread } })
    expect(spans[0]?.attributes).toEqual({
      ...atStart,
      ...response.attributes,
      'llmops.output.contract': 'oneOf(Yes, No)',
    })
  })

  it('records an output that breaks the contract as a success', async () => {
    const { spans } = await observe({
      kind: 'success',
      response: { attributes: {}, output: wordy },
    })
    expect(spans[0]?.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(spans[0]?.attributes).toEqual({
      ...atStart,
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.valid': false,
      'llmops.output.violation': 'extra_text',
    })
  })

  it('records a failure without a verdict, and the exception as an event of the span', async () => {
    const error = Object.assign(new RangeError('429 Rate limit reached'), { status: 429 })
    const { spans, logs } = await observe({ kind: 'failure', error })
    expect(spans[0]?.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: '429 Rate limit reached',
    })
    expect(spans[0]?.attributes).toEqual({
      ...atStart,
      'llmops.output.contract': 'oneOf(Yes, No)',
      'error.type': '429',
    })
    expect(logs).toHaveLength(1)
    expect(logs[0]).toMatchObject({
      eventName: 'gen_ai.client.operation.exception',
      severityNumber: 13,
      severityText: 'WARN',
      spanContext: { spanId: spans[0]?.spanContext().spanId },
    })
    expect(logs[0]?.attributes).toEqual({
      'exception.type': 'RangeError',
      'exception.message': '429 Rate limit reached',
      'exception.stacktrace': error.stack,
    })
  })

  it('records on no signal what is undefined: an instrumentation reads it so where nothing was sent', async () => {
    const unsaid = { 'gen_ai.request.temperature': undefined, 'gen_ai.response.model': undefined }
    const { spans, logs, points } = await observe(
      { kind: 'success', response: { attributes: { 'gen_ai.response.id': 'c-1', ...unsaid } } },
      'EVENT_ONLY',
      0,
      { ...request, attributes: { ...request.attributes, ...unsaid } },
    )
    const said = {
      ...atStart,
      'gen_ai.response.id': 'c-1',
      'llmops.content.capture': 'event',
      'llmops.output.contract': 'oneOf(Yes, No)',
    }
    expect(spans[0]?.attributes).toStrictEqual(said)
    expect(logs[0]?.attributes).toStrictEqual({
      ...said,
      'gen_ai.input.messages': request.input?.()?.inputMessages,
    })
    const measured = { 'gen_ai.operation.name': 'chat', ...request.attributes }
    expect(points).toStrictEqual([
      ['gen_ai.client.inference.duration', [{ attributes: measured, value: 1 }]],
    ])
  })

  it('sums an agent up where its own usage is undefined', () => {
    const spans = new InMemorySpanExporter()
    const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
    const telemetry = createTelemetry({
      tracer: () => tracers.getTracer('test'),
      meter: createNoopMeter(),
    })
    const agent = startOperation(telemetry, {
      name: 'invoke_agent',
      attributes: { 'gen_ai.agent.name': 'a' },
      inProcess: true,
    })
    context.with(agent.context, () =>
      startOperation(telemetry, request).end({ kind: 'success', response }),
    )
    const unsaid = { 'gen_ai.usage.input_tokens': undefined }
    agent.end({ kind: 'success', response: { attributes: unsaid } })
    expect(spans.getFinishedSpans()[1]?.attributes).toMatchObject({
      'gen_ai.agent.name': 'a',
      'gen_ai.usage.input_tokens': 120,
    })
  })

  it('gives no verdict where the application left the stream early', async () => {
    const { spans } = await observe({ kind: 'cancelled', response })
    expect(spans[0]?.attributes).toEqual({
      ...atStart,
      ...response.attributes,
      'llmops.output.contract': 'oneOf(Yes, No)',
    })
  })

  it('records the metrics of the conventions, token counts by modality', async () => {
    const { points } = await observe({ kind: 'success', response }, 'NO_CONTENT', 3)
    const base = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'server.address': 'api.openai.com',
      'server.port': 443,
    }
    const full = { ...base, 'openai.response.service_tier': 'default' }
    const modality = (name: string) => ({ ...full, 'gen_ai.token.modality': name })
    expect(Object.fromEntries(points)).toEqual({
      'gen_ai.client.inference.duration': [{ attributes: full, value: 1 }],
      'gen_ai.client.inference.time_to_first_chunk': [{ attributes: base, value: 1 }],
      'gen_ai.client.inference.time_per_output_chunk': [{ attributes: base, value: 2 }],
      'gen_ai.client.inference.operation.input_tokens': [{ attributes: full, value: 1 }],
      'gen_ai.client.inference.operation.output_tokens': [{ attributes: full, value: 1 }],
      'gen_ai.client.inference.usage.input_tokens': [
        { attributes: modality('audio'), value: 20 },
        { attributes: modality('unknown'), value: 100 },
      ],
      'gen_ai.client.inference.usage.output_tokens': [
        { attributes: modality('unknown'), value: 1 },
      ],
    })
  })

  it.each([
    { capture: 'NO_CONTENT', onSpan: false, onEvent: false, word: 'none' },
    { capture: 'SPAN_ONLY', onSpan: true, onEvent: false, word: 'span' },
    { capture: 'EVENT_ONLY', onSpan: false, onEvent: true, word: 'event' },
    { capture: 'SPAN_AND_EVENT', onSpan: true, onEvent: true, word: 'span_and_event' },
  ] as const)('puts content where $capture asks, and nowhere else', async (wanted) => {
    const { spans, logs } = await observe({ kind: 'success', response }, wanted.capture)
    const input = [{ role: 'user', parts: [{ type: 'text', content: '東京の天気は?' }] }]
    const output = [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }]
    const plain = {
      ...atStart,
      ...response.attributes,
      'llmops.content.capture': wanted.word,
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.label': 'Yes',
      'llmops.output.valid': true,
    }
    expect(spans[0]?.attributes).toEqual({
      ...plain,
      ...(wanted.onSpan && {
        'gen_ai.input.messages': JSON.stringify(input),
        'gen_ai.output.messages': JSON.stringify(output),
      }),
    })
    const details = {
      ...plain,
      'gen_ai.input.messages': input,
      'gen_ai.output.messages': output,
    }
    expect(logs.map(({ eventName, attributes }) => ({ eventName, attributes }))).toEqual(
      wanted.onEvent
        ? [{ eventName: 'gen_ai.client.inference.operation.details', attributes: details }]
        : [],
    )
  })

  it('ends when its caller says that it ended, on the span as in the metric', async () => {
    const [spans, metrics] = [
      new InMemorySpanExporter(),
      new InMemoryMetricExporter(AggregationTemporality.DELTA),
    ]
    const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
    const reader = new PeriodicExportingMetricReader({
      exporter: metrics,
      exportIntervalMillis: 60_000,
    })
    const meters = new MeterProvider({ readers: [reader] })
    const telemetry = createTelemetry({
      tracer: () => tracers.getTracer('test'),
      meter: meters.getMeter('test'),
      logger: () => new LoggerProvider().getLogger('test'),
      capture: 'NO_CONTENT',
    })
    const operation = startOperation(telemetry, request)
    const seenAt = performance.now()
    await new Promise((resolve) => void setTimeout(resolve, 100))
    operation.end({ kind: 'cancelled', response }, seenAt)
    await meters.forceFlush()
    const [seconds = 0, nanoseconds = 0] = spans.getFinishedSpans()[0]?.duration ?? [9]
    const duration = metrics
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
      .find(({ descriptor }) => descriptor.name === 'gen_ai.client.inference.duration')
    await meters.shutdown()
    expect(seconds + nanoseconds / 1e9).toBeCloseTo(0, 1)
    expect(duration?.dataPoints[0]?.value).toMatchObject({ count: 1, sum: expect.closeTo(0, 1) })
  })

  it('ends the span although a contract of the application throws', async () => {
    const broken = {
      description: 'broken',
      labels: [],
      judge: () => {
        throw new Error('mine')
      },
    }
    const spans = new InMemorySpanExporter()
    const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
    const telemetry = createTelemetry({
      tracer: () => tracers.getTracer('test'),
      meter: new MeterProvider().getMeter('test'),
    })
    definePrompt({ name: 'p', version: 1, output: broken }).run(() =>
      startOperation(telemetry, request).end({ kind: 'success', response }),
    )
    expect(spans.getFinishedSpans()[0]?.attributes).toMatchObject({
      'llmops.output.contract': 'broken',
      'gen_ai.response.id': 'chatcmpl-1',
    })
  })
})

describe('an operation that is no inference', () => {
  const embeddings: OperationOptions = { ...request, name: 'embeddings' }
  const fetched: OperationOptions = { ...request, name: 'fetch_response' }

  it('has metadata of its context, but no prompt, no verdict and no time of a chunk', async () => {
    const { spans } = await observe({ kind: 'success', response }, 'NO_CONTENT', 3, embeddings)
    expect(spans[0]).toMatchObject({ name: 'embeddings gpt-4o', kind: SpanKind.CLIENT })
    expect(spans[0]?.attributes).toEqual({
      'gen_ai.operation.name': 'embeddings',
      ...request.attributes,
      'llmops.metadata.turn': 1,
      'llmops.content.capture': 'none',
      ...response.attributes,
    })
  })

  it('has a name without a model where the conventions give it none', async () => {
    const { spans } = await observe({ kind: 'success', response }, 'NO_CONTENT', 0, fetched)
    expect(spans[0]?.name).toBe('fetch_response')
  })

  it.each([
    { options: embeddings, name: 'embeddings' },
    { options: fetched, name: 'fetch_response' },
  ])('measures only the duration of $name, by the name for other operations', async (wanted) => {
    const error = Object.assign(new Error('slow down'), { status: 429 })
    const outcome: Outcome = { kind: 'failure', error, response }
    const { points } = await observe(outcome, 'NO_CONTENT', 3, wanted.options)
    const attributes = {
      'gen_ai.operation.name': wanted.name,
      ...request.attributes,
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'openai.response.service_tier': 'default',
      'error.type': '429',
    }
    expect(points).toEqual([['gen_ai.client.operation.duration', [{ attributes, value: 1 }]]])
  })

  it.each([
    { capture: 'SPAN_AND_EVENT', of: embeddings, word: 'none' },
    { capture: 'SPAN_AND_EVENT', of: fetched, word: 'span' },
    { capture: 'EVENT_ONLY', of: fetched, word: 'none' },
  ] as const)('has content with $capture at most on the span: $word', async (wanted) => {
    const outcome: Outcome = { kind: 'success', response }
    const { logs, spans } = await observe(outcome, wanted.capture, 0, wanted.of)
    const { attributes } = spans[0] ?? {}
    expect([
      attributes?.['llmops.content.capture'],
      attributes?.['gen_ai.output.messages'] !== undefined,
      logs,
    ]).toEqual([wanted.word, wanted.word === 'span', []])
  })
})
