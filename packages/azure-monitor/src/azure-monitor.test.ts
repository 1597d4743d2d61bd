import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { definePrompt, recordEvaluation } from '@kansoku/core'
import {
  type Attributes,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { azureMonitor } from './azure-monitor.ts'
import {
  ingestionServer,
  type IngestionServer,
  KEY,
  type WireEnvelope,
} from './testing/ingestion-server.ts'

const storageDirectory = mkdtempSync(join(tmpdir(), 'kansoku-test-'))
let server: IngestionServer
let sdk: NodeSDK

const REQUEST: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'server.address': '127.0.0.1',
  'server.port': 8080,
  'llmops.metadata.turn': 1,
  'gen_ai.prompt.name': 'search_decision',
  'gen_ai.prompt.version': '4',
}

/** Spans take a time of the test's own, so that whole envelopes can be compared. */
const START = Date.UTC(2026, 10, 24, 12, 0, 0, 500)

function record(name: string, attributes: Attributes, fill: (span: Span) => void): void {
  const span = trace
    .getTracer('test')
    .startSpan(name, { kind: SpanKind.CLIENT, startTime: START, attributes })
  fill(span)
  span.end(START + 250)
}

/** Everything but what differs from run to run: ids and host name. */
function stable(envelope: WireEnvelope | undefined): unknown {
  if (!envelope) return undefined
  const { tags, data } = envelope
  return {
    ...envelope,
    tags: {
      ...tags,
      'ai.operation.id': 'trace',
      'ai.cloud.roleInstance': 'host',
      'ai.internal.sdkVersion': 'sdk',
    },
    data: { ...data, baseData: { ...data.baseData, id: 'span' } },
  }
}

function dependency(name: string): WireEnvelope | undefined {
  return server.ofType('RemoteDependencyData').find(({ data }) => data.baseData.name === name)
}

function row(baseData: object): unknown {
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.RemoteDependency',
    time: '2026-11-24T12:00:00.500Z',
    sampleRate: 100,
    iKey: KEY,
    tags: {
      'ai.internal.sdkVersion': 'sdk',
      'ai.cloud.role': 'rag-chatbot',
      'ai.cloud.roleInstance': 'host',
      'ai.operation.id': 'trace',
    },
    data: {
      baseType: 'RemoteDependencyData',
      baseData: { ver: 2, id: 'span', duration: '00:00:00.250', ...baseData },
    },
  }
}

const REQUEST_PROPERTIES = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'llmops.metadata.turn': '1',
  'gen_ai.prompt.name': 'search_decision',
  'gen_ai.prompt.version': '4',
  'gen_ai.system': 'openai',
  'server.address': '127.0.0.1',
  'server.port': '8080',
  'service.name': 'rag-chatbot',
}

beforeAll(async () => {
  server = await ingestionServer()
  sdk = new NodeSDK(
    azureMonitor({
      connectionString: server.connectionString.replace(KEY, KEY.toUpperCase()),
      serviceName: 'rag-chatbot',
      captureMessageContent: true,
      instrumentOpenAI: false,
      storageDirectory,
    }),
  )
  sdk.start()

  record('chat plain', REQUEST, (span) =>
    span.setAttributes({
      'gen_ai.input.messages':
        '[{"role":"user","parts":[{"type":"text","content":"東京の明日の天気は?"}]}]',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 1,
      'llmops.output.label': 'Yes',
      'llmops.output.valid': true,
    }),
  )
  record('chat stream', REQUEST, (span) =>
    span.setAttributes({
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': 0.125,
      'gen_ai.response.finish_reasons': ['stop'],
      'llmops.output.valid': false,
      'llmops.output.violation': 'format',
    }),
  )
  record('chat failed', REQUEST, (span) => {
    span.setAttribute('error.type', '429')
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'Rate limit reached' })
    span.recordException(new RangeError('429 Rate limit reached'))
  })
  record('GET', { 'server.address': 'example.test', 'app.key': 'kept' }, () => undefined)
  metrics.getMeter('test').createHistogram('gen_ai.client.inference.duration').record(0.5, REQUEST)
  definePrompt({ name: 'answer', version: 7 }).run({ metadata: { turn: 2 } }, () =>
    record('chat of another instrumentation', { 'gen_ai.operation.name': 'chat' }, () => undefined),
  )
  const judged = trace.getTracer('test').startSpan('chat judged', { attributes: REQUEST })
  const { spanId, traceId } = judged.spanContext()
  judged.end()
  recordEvaluation({
    responseId: 'chatcmpl-2',
    call: { traceId, spanId },
    name: 'relevance',
    score: 0.5,
    label: 'partly',
    explanation: '関係が薄い',
    evaluator: { name: 'relevance_judge', kind: 'model' },
    metadata: { turn: 1 },
  })
  recordEvaluation({
    responseId: 'chatcmpl-3',
    name: 'relevance',
    error: new RangeError('not recorded'),
    evaluator: { name: 'relevance_judge', kind: 'model' },
  })
  await sdk.shutdown()
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(storageDirectory, { recursive: true })
})

describe('azureMonitor, through the real SDK and exporter', () => {
  it('makes a complete row of a call that succeeded', () => {
    expect(stable(dependency('chat plain'))).toEqual(
      row({
        name: 'chat plain',
        resultCode: '0',
        type: 'GenAI | openai',
        target: '127.0.0.1:8080',
        success: true,
        properties: {
          ...REQUEST_PROPERTIES,
          'gen_ai.response.id': 'chatcmpl-1',
          'gen_ai.usage.input_tokens': '120',
          'gen_ai.usage.output_tokens': '1',
          'llmops.output.label': 'Yes',
          'llmops.output.valid': 'true',
          'llmops.status': 'Success',
          'gen_ai.input.messages':
            '[{"role":"user","parts":[{"type":"text","content":"東京の明日の天気は?"}]}]',
        },
        measurements: {
          'llmops.metadata.turn': 1,
          'gen_ai.usage.input_tokens': 120,
          'gen_ai.usage.output_tokens': 1,
        },
      }),
    )
  })

  it('puts content after every other property', () => {
    expect(Object.keys(dependency('chat plain')?.data.baseData.properties ?? {}).at(-1)).toBe(
      'gen_ai.input.messages',
    )
  })

  it('keeps an invalid output apart from a failed call', () => {
    expect(stable(dependency('chat stream'))).toEqual(
      row({
        name: 'chat stream',
        resultCode: '0',
        type: 'GenAI | openai',
        target: '127.0.0.1:8080',
        success: true,
        properties: {
          ...REQUEST_PROPERTIES,
          'gen_ai.request.stream': 'true',
          'gen_ai.response.time_to_first_chunk': '0.125',
          'gen_ai.response.finish_reasons': '["stop"]',
          'llmops.output.valid': 'false',
          'llmops.output.violation': 'format',
          'llmops.status': 'Success',
        },
        measurements: { 'llmops.metadata.turn': 1, 'gen_ai.response.time_to_first_chunk': 0.125 },
      }),
    )
  })

  it('says of a failed call what the exporter leaves out', () => {
    expect(stable(dependency('chat failed'))).toEqual(
      row({
        name: 'chat failed',
        resultCode: '429',
        type: 'GenAI | openai',
        target: '127.0.0.1:8080',
        success: false,
        properties: {
          ...REQUEST_PROPERTIES,
          'error.type': '429',
          'llmops.error.type': '429',
          'llmops.status': 'Failed',
        },
        measurements: { 'llmops.metadata.turn': 1 },
      }),
    )
  })

  it('puts the prompt on the calls that other instrumentations trace', () => {
    expect(dependency('chat of another instrumentation')?.data.baseData.properties).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.prompt.name': 'answer',
      'gen_ai.prompt.version': '7',
      'llmops.metadata.turn': '2',
      'llmops.status': 'Success',
      'service.name': 'rag-chatbot',
    })
  })

  it('leaves other spans to the exporter', () => {
    expect(stable(dependency('GET'))).toEqual(
      row({
        name: 'GET',
        resultCode: '0',
        type: 'Dependency',
        success: true,
        properties: { 'app.key': 'kept' },
        measurements: {},
      }),
    )
  })

  it('sends exceptions and metrics beside them', () => {
    const [exception] = server.ofType('ExceptionData')
    expect(exception?.data.baseData).toMatchObject({
      exceptions: [{ typeName: 'RangeError', message: '429 Rate limit reached' }],
    })
    expect(exception?.tags['ai.operation.parentId']).toBe(
      dependency('chat failed')?.data.baseData['id'],
    )
    const names = server
      .ofType('MetricData')
      .flatMap(({ data }) => data.baseData['metrics'] as { name: string; value: number }[])
    expect(names).toContainEqual(
      expect.objectContaining({ name: 'gen_ai.client.inference.duration', value: 0.5 }),
    )
  })

  it('makes a custom event of an evaluation, its score a number, parented to the call', () => {
    const [event] = server.ofType('EventData')
    const judged = dependency('chat judged')
    expect(event).toEqual({
      ver: 1,
      name: 'Microsoft.ApplicationInsights.Event',
      time: event?.time,
      sampleRate: 100,
      iKey: KEY,
      tags: {
        ...judged?.tags,
        'ai.operation.parentId': judged?.data.baseData['id'],
      },
      data: {
        baseType: 'EventData',
        baseData: {
          ver: 2,
          name: 'gen_ai.evaluation.result',
          properties: {
            'gen_ai.evaluation.name': 'relevance',
            'gen_ai.evaluation.score.value': '0.5',
            'gen_ai.evaluation.score.label': 'partly',
            'gen_ai.response.id': 'chatcmpl-2',
            'llmops.evaluation.evaluator.name': 'relevance_judge',
            'llmops.evaluation.evaluator.kind': 'model',
            'llmops.metadata.turn': '1',
            'llmops.content.capture': 'none',
            'service.name': 'rag-chatbot',
          },
          measurements: { 'gen_ai.evaluation.score.value': 0.5, 'llmops.metadata.turn': 1 },
        },
      },
    })
  })

  it('says of an evaluator that failed what the exporter leaves out', () => {
    const [, event] = server.ofType('EventData')
    expect(event?.data.baseData).toEqual({
      ver: 2,
      name: 'gen_ai.evaluation.result',
      properties: {
        'gen_ai.evaluation.name': 'relevance',
        'gen_ai.response.id': 'chatcmpl-3',
        'llmops.evaluation.evaluator.name': 'relevance_judge',
        'llmops.evaluation.evaluator.kind': 'model',
        'llmops.error.type': 'RangeError',
        'service.name': 'rag-chatbot',
      },
      measurements: {},
    })
  })

  it('posts to the track path as plain JSON and leaves nothing on disk', () => {
    expect(new Set(server.requests.map(({ url }) => url))).toEqual(new Set(['/v2.1/track']))
    expect(readdirSync(storageDirectory)).toEqual([])
  })
})
