import { definePrompt, oneOf, withConversation } from '@kansoku/core'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import OpenAI, { AzureOpenAI } from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { instrumentOpenAI } from '../index.ts'
import type { OpenAIInstrumentationConfig } from '../options.ts'
import { choice, completion, YES_STREAM } from '../testing/fixtures.ts'
import { type ModelServer, startServer } from '../testing/server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

const PARAMS: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Is it new?' }],
}
const STREAMED: OpenAI.ChatCompletionCreateParamsStreaming = { ...PARAMS, stream: true }

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

function start(config?: OpenAIInstrumentationConfig): void {
  recorder = record(config)
  recorder.instrumentation.manuallyInstrument(openai)
}

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let chunks = 0
  for await (const _ of stream) chunks += 1
  return chunks
}

/** What the calls of this file share. */
function request(capture = 'none'): Record<string, unknown> {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.baseURL).port),
    'openai.api.type': 'chat_completions',
    'llmops.content.capture': capture,
  }
}

const IDENTITY = {
  'gen_ai.response.id': 'chatcmpl-1',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.response.finish_reasons': ['stop'],
  'openai.response.service_tier': 'default',
  'openai.response.system_fingerprint': 'fp_1',
}
const USAGE = {
  'gen_ai.usage.input_tokens': 12,
  'gen_ai.usage.output_tokens': 5,
  'gen_ai.usage.cache_read.input_tokens': 4,
  'gen_ai.usage.audio.input_tokens': 0,
  'gen_ai.usage.reasoning.output_tokens': 2,
  'gen_ai.usage.audio.output_tokens': 0,
}
const STREAM_USAGE = { 'gen_ai.usage.input_tokens': 12, 'gen_ai.usage.output_tokens': 2 }

describe('the span of a chat completion', () => {
  it('says what was asked, answered and counted', async () => {
    start()
    await client.chat.completions.create(PARAMS)
    const [span] = recorder.spans()
    expect(span).toMatchObject({
      name: 'chat gpt-4o',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@kansoku/instrumentation-openai', version: '0.1.0' },
      events: [],
    })
    expect(span?.attributes).toEqual({ ...request(), ...IDENTITY, ...USAGE })
  })

  it('ends when the stream was read to its end', async () => {
    start()
    server.answer({ events: YES_STREAM })
    const stream = await client.chat.completions.create(STREAMED)
    expect(recorder.open()).toBe(1)
    expect(await drain(stream)).toBe(YES_STREAM.length)
    expect(recorder.spans().map(({ attributes }) => attributes)).toEqual([
      {
        ...request(),
        ...IDENTITY,
        ...STREAM_USAGE,
        'gen_ai.request.stream': true,
        'gen_ai.response.time_to_first_chunk': expect.any(Number),
      },
    ])
  })

  it('shows everything that sampling may want at its start', async () => {
    start()
    await client.chat.completions.create({ ...PARAMS, temperature: 0 })
    expect([...recorder.started.values()]).toEqual([
      { ...request(), 'gen_ai.request.temperature': 0 },
    ])
  })

  it('names Azure and the deployment, and has nothing of OpenAI', async () => {
    start()
    const azure = new AzureOpenAI({
      apiKey: 'test',
      apiVersion: '2024-10-21',
      deployment: 'chat-prod',
      endpoint: server.baseURL.replace('/v1', ''),
    })
    await azure.chat.completions.create(PARAMS)
    const { 'openai.api.type': _, ...common } = request()
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...common,
      ...USAGE,
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop'],
      'llmops.deployment.name': 'chat-prod',
    })
  })

  it('carries prompt, turn, conversation and the verdict on the output', async () => {
    start()
    server.answer({ events: YES_STREAM })
    const output = oneOf('Yes', 'No')
    const prompt = definePrompt({ name: 'search_decision', version: 2, output })
    await withConversation('c-1', () =>
      prompt.run({ metadata: { turn: 3 } }, async () =>
        drain(await client.chat.completions.create(STREAMED)),
      ),
    )
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '2',
      'gen_ai.conversation.id': 'c-1',
      'llmops.metadata.turn': 3,
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.label': 'Yes',
      'llmops.output.valid': true,
    })
  })

  it('calls a stream that was cut truncated', async () => {
    start()
    server.answer({ events: YES_STREAM.slice(0, 2), ending: 'end' })
    const prompt = definePrompt({ name: 'p', version: 1, output: oneOf('Yes', 'No') })
    await prompt.run(async () => drain(await client.chat.completions.create(STREAMED)))
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.response.finish_reasons': ['error'],
      'llmops.output.valid': false,
      'llmops.output.violation': 'truncated',
    })
  })

  it('has status, error type and one event for a failed call', async () => {
    start()
    server.answer({ status: 429, json: { error: { message: 'Slow down' } } })
    await expect(client.chat.completions.create(PARAMS)).rejects.toThrow('429 Slow down')
    const [span] = recorder.spans()
    expect(span?.attributes).toEqual({ ...request(), 'error.type': '429' })
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: '429 Slow down' })
    expect(
      recorder.events().map(({ attributes, eventName, severityNumber, spanContext }) => ({
        attributes,
        eventName,
        severityNumber,
        spanId: spanContext?.spanId,
      })),
    ).toEqual([
      {
        eventName: 'gen_ai.client.operation.exception',
        severityNumber: 13,
        spanId: span?.spanContext().spanId,
        attributes: {
          'exception.type': 'RateLimitError',
          'exception.message': '429 Slow down',
          'exception.stacktrace': expect.stringContaining('429 Slow down'),
        },
      },
    ])
  })
})

/** Attributes and count, or sum, of every point by the metric's name. */
function points(all: readonly MetricData[]): Record<string, unknown[]> {
  return Object.fromEntries(
    all.map(({ dataPoints, descriptor }) => [
      descriptor.name.replace('gen_ai.client.inference.', ''),
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        value: typeof value === 'number' ? value : value.count,
      })),
    ]),
  )
}

describe('the metrics of a chat completion', () => {
  it('agree with the spans', async () => {
    start()
    server.answer({ json: completion([choice({ content: 'Yes' })]) }, { events: YES_STREAM })
    await client.chat.completions.create(PARAMS)
    await drain(await client.chat.completions.create(STREAMED))
    const { 'llmops.content.capture': _, 'openai.api.type': __, ...request_ } = request()
    const base = { ...request_, 'gen_ai.response.model': 'gpt-4o-2024-08-06' }
    const full = {
      ...base,
      'openai.response.service_tier': 'default',
      'openai.response.system_fingerprint': 'fp_1',
    }
    const unknown = { ...full, 'gen_ai.token.modality': 'unknown' }
    expect(points(await recorder.metrics())).toEqual({
      duration: [{ attributes: full, value: 2 }],
      time_to_first_chunk: [{ attributes: base, value: 1 }],
      time_per_output_chunk: [{ attributes: base, value: 1 }],
      'operation.input_tokens': [{ attributes: full, value: 2 }],
      'operation.output_tokens': [{ attributes: full, value: 2 }],
      'usage.input_tokens': [{ attributes: unknown, value: 24 }],
      'usage.output_tokens': [{ attributes: unknown, value: 7 }],
      'usage.cache_read.input_tokens': [{ attributes: unknown, value: 4 }],
      'usage.reasoning.output_tokens': [{ attributes: unknown, value: 2 }],
    })
  })
})

describe('content', () => {
  const INPUT = [{ role: 'user', parts: [{ type: 'text', content: 'Is it new?' }] }]
  const OUTPUT = [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }]
  const TOOLS = [{ type: 'function', name: 'search' }]
  const params: typeof PARAMS = {
    ...PARAMS,
    tools: [{ type: 'function', function: { name: 'search', description: 'Searches' } }],
  }

  it.each([
    ['NO_CONTENT', false, false],
    ['SPAN_ONLY', true, false],
    ['EVENT_ONLY', false, true],
    ['SPAN_AND_EVENT', true, true],
  ] as const)('goes with %s exactly where it was asked for', async (mode, onSpan, onEvent) => {
    start({ captureMessageContent: mode })
    server.answer({ json: completion([choice({ content: 'Yes' })]) }, { events: YES_STREAM })
    await client.chat.completions.create(params)
    await drain(await client.chat.completions.create({ ...STREAMED, tools: params.tools ?? [] }))
    const spans = recorder.spans().map(({ attributes }) => attributes)
    const asText = {
      'gen_ai.input.messages': JSON.stringify(INPUT),
      'gen_ai.output.messages': JSON.stringify(OUTPUT),
      'gen_ai.tool.definitions': JSON.stringify(TOOLS),
    }
    const plain = {
      ...request(mode === 'NO_CONTENT' ? 'none' : mode.replace('_ONLY', '').toLowerCase()),
      ...IDENTITY,
      ...USAGE,
    }
    expect(spans[0]).toEqual({ ...plain, ...(onSpan && asText) })
    expect(spans[1]?.['gen_ai.output.messages']).toBe(
      onSpan ? asText['gen_ai.output.messages'] : undefined,
    )
    const events = recorder.events()
    expect(events.map(({ eventName }) => eventName)).toEqual(
      onEvent ? Array.from({ length: 2 }, () => 'gen_ai.client.inference.operation.details') : [],
    )
    if (!onEvent) return
    expect(events[0]?.attributes).toEqual({
      ...plain,
      'gen_ai.input.messages': INPUT,
      'gen_ai.output.messages': OUTPUT,
      'gen_ai.tool.definitions': TOOLS,
    })
  })

  it('is what was sent, also where the application changes the messages meanwhile', async () => {
    start({ captureMessageContent: 'SPAN_ONLY' })
    const messages = [...PARAMS.messages]
    const answer = client.chat.completions.create({ ...PARAMS, messages })
    messages.length = 0
    await answer
    expect(recorder.spans()[0]?.attributes['gen_ai.input.messages']).toBe(JSON.stringify(INPUT))
  })

  it('warns once of a mode that does not exist', () => {
    start({ captureMessageContent: 'EVERYTHING' as never })
    expect(recorder.diagnostics.filter((line) => line.startsWith('kansoku'))).toEqual([
      'kansoku: captureMessageContent: "EVERYTHING" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT',
    ])
  })
})

describe('includeUsage', () => {
  it('asks for the usage of a stream, once the option says so', async () => {
    start({ includeUsage: true })
    server.answer({ events: YES_STREAM })
    expect(await drain(await client.chat.completions.create(STREAMED))).toBe(YES_STREAM.length - 1)
    expect(server.requests.map(({ body }) => body)).toEqual([
      { ...STREAMED, stream_options: { include_usage: true } },
    ])
    expect(recorder.spans()[0]?.attributes).toMatchObject(STREAM_USAGE)
  })

  it('invents nothing where the server ignores the question', async () => {
    start({ includeUsage: true })
    const silent = YES_STREAM.slice(0, -1)
    server.answer({ events: silent })
    expect(await drain(await client.chat.completions.create(STREAMED))).toBe(silent.length)
    expect(recorder.spans()[0]?.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens'])
  })

  it('leaves the words of a server that refuses the question to the application', async () => {
    start({ includeUsage: true })
    server.answer({ status: 400, json: { error: { message: 'Unknown field: stream_options' } } })
    await expect(client.chat.completions.create(STREAMED)).rejects.toThrow('stream_options')
    expect(server.requests).toHaveLength(1)
    expect(recorder.spans()[0]?.attributes['error.type']).toBe('400')
  })

  it('goes by the options of the one client that has its own', async () => {
    start()
    const own = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
    instrumentOpenAI(own, { ...recorder.providers, includeUsage: true })
    server.answer({ events: YES_STREAM })
    await drain(await client.chat.completions.create(STREAMED))
    await drain(await own.chat.completions.create(STREAMED))
    expect(server.requests.map(({ body }) => body)).toEqual([
      STREAMED,
      { ...STREAMED, stream_options: { include_usage: true } },
    ])
  })
})
