import { definePrompt, oneOf, withConversation } from '@kansoku/core'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import OpenAI, { AzureOpenAI } from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from './options.ts'
import {
  CALL,
  ending,
  FAILED,
  INCOMPLETE,
  OPENING,
  piece,
  refused,
  response,
  said,
  YES_EVENTS,
} from './testing/responses-fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

const PARAMS = {
  model: 'gpt-4o',
  input: 'Is it new?',
  instructions: 'Answer Yes or No.',
}
const STREAMED = { ...PARAMS, stream: true } as const

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startServer()
  server.answer({ json: response([said('Yes')]) })
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

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

function attributes(): unknown[] {
  return recorder.spans().map((span) => span.attributes)
}

/** Names of the metrics that have a point, and what each point is about. */
async function metrics(): Promise<Record<string, unknown[]>> {
  return Object.fromEntries(
    (await recorder.metrics()).map(({ dataPoints, descriptor }) => [
      descriptor.name,
      dataPoints.map((point) => point.attributes),
    ]),
  )
}

function callee(): Record<string, unknown> {
  return {
    'gen_ai.provider.name': 'openai',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.baseURL).port),
  }
}

function request(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    'gen_ai.operation.name': 'chat',
    ...callee(),
    'gen_ai.request.model': 'gpt-4o',
    'openai.api.type': 'responses',
    'llmops.content.capture': 'none',
    ...more,
  }
}

const IDENTITY = {
  'gen_ai.response.id': 'resp_1',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
}
const ANSWER = {
  ...IDENTITY,
  'gen_ai.response.finish_reasons': ['stop'],
  'openai.response.service_tier': 'default',
}
const USAGE = {
  'gen_ai.usage.input_tokens': 12,
  'gen_ai.usage.output_tokens': 5,
  'gen_ai.usage.cache_read.input_tokens': 4,
  'gen_ai.usage.cache_write.input_tokens': 3,
  'gen_ai.usage.reasoning.output_tokens': 2,
}
const STREAM = {
  'gen_ai.request.stream': true,
  'gen_ai.response.time_to_first_chunk': expect.any(Number),
}

describe('the span of a response', () => {
  it('says what was asked, answered and counted', async () => {
    start()
    await client.responses.create(PARAMS)
    expect(recorder.spans()[0]).toMatchObject({
      name: 'chat gpt-4o',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      events: [],
    })
    expect(attributes()).toEqual([{ ...request(), ...ANSWER, ...USAGE }])
  })

  it('says of a stream what its last event says', async () => {
    start()
    server.answer({ events: YES_EVENTS, ending: 'end' })
    await drain(await client.responses.create(STREAMED))
    expect(attributes()).toEqual([{ ...request(), ...STREAM, ...ANSWER, ...USAGE }])
  })

  it('is the same for parse and for the stream helper', async () => {
    start()
    const events = YES_EVENTS.filter((event) => !JSON.stringify(event).includes('something_new'))
    server.answer({ json: response([said('{}')]) }, { events, ending: 'end' })
    const format = { type: 'json_schema', name: 'a', schema: {} } as const
    await client.responses.parse({ ...PARAMS, text: { format } })
    await client.responses.stream(PARAMS).finalResponse()
    expect(attributes()).toEqual([
      { ...request(), 'gen_ai.output.type': 'json', ...ANSWER, ...USAGE },
      { ...request(), ...STREAM, ...ANSWER, ...USAGE },
    ])
  })

  it('is a success where the answer was cut, with the verdict that it was', async () => {
    start()
    const cut = response([said('Y')], INCOMPLETE)
    const prompt = definePrompt({ name: 'p', version: 1, output: oneOf('Yes', 'No') })
    server.answer({ json: cut }, { events: [...OPENING, piece('Y'), ending('incomplete', cut)] })
    await prompt.run(async () => {
      await client.responses.create(PARAMS)
      await drain(await client.responses.create(STREAMED))
    })
    const ended = {
      ...ANSWER,
      ...USAGE,
      'gen_ai.response.finish_reasons': ['length'],
      'gen_ai.prompt.name': 'p',
      'gen_ai.prompt.version': '1',
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.valid': false,
      'llmops.output.violation': 'truncated',
    }
    expect(attributes()).toEqual([
      { ...request(), ...ended },
      { ...request(), ...STREAM, ...ended },
    ])
  })

  it.each([
    ['Yes', [said('Yes')], { 'llmops.output.label': 'Yes', 'llmops.output.valid': true }],
    ['a refusal', [refused('No.')], { 'llmops.output.violation': 'refusal' }],
    ['a call of a tool', [CALL], { 'llmops.output.violation': 'tool_call' }],
  ])('judges %s by the contract, also where it is streamed', async (_what, output, verdict) => {
    start()
    const whole = response(output)
    server.answer(
      { json: whole },
      { events: [...OPENING, { type: 'response.completed', response: whole }], ending: 'end' },
    )
    const prompt = definePrompt({ name: 'p', version: 1, output: oneOf('Yes', 'No') })
    await withConversation('c-1', () =>
      prompt.run(async () => {
        await client.responses.create(PARAMS)
        await drain(await client.responses.create(STREAMED))
      }),
    )
    for (const one of attributes())
      expect(one).toMatchObject({ 'gen_ai.conversation.id': 'c-1', ...verdict })
    expect(recorder.spans()).toHaveLength(2)
  })

  it('is a failure where the response failed, although HTTP says 200 and nothing is thrown', async () => {
    start()
    const failed = response([], FAILED)
    server.answer({ json: failed }, { events: [...OPENING, ending('failed', failed)] })
    await client.responses.create(PARAMS)
    await drain(await client.responses.create(STREAMED))
    const ended = {
      ...ANSWER,
      'gen_ai.response.finish_reasons': ['error'],
      'error.type': 'server_error',
    }
    expect(attributes()).toEqual([
      { ...request(), ...ended },
      { ...request(), 'gen_ai.request.stream': true, ...ended },
    ])
    for (const { status } of recorder.spans())
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'The model is overloaded.' })
    expect(recorder.events().map((event) => event.attributes)).toEqual(
      Array.from({ length: 2 }, () => ({
        'exception.type': 'Error',
        'exception.message': 'The model is overloaded.',
        'exception.stacktrace': 'server_error: The model is overloaded.',
      })),
    )
  })

  it('has the HTTP status of an error', async () => {
    start()
    server.answer({ status: 429, json: { error: { message: 'Slow down' } } })
    await expect(client.responses.create(PARAMS)).rejects.toThrow('429 Slow down')
    expect(attributes()).toEqual([{ ...request(), 'error.type': '429' }])
  })

  it('has no finish reason and no verdict while it is queued', async () => {
    start()
    server.answer({ json: response([], { status: 'queued', background: true, usage: null }) })
    const prompt = definePrompt({ name: 'p', version: 1, output: oneOf('Yes', 'No') })
    await prompt.run(() => client.responses.create({ ...PARAMS, background: true }))
    const { 'gen_ai.response.finish_reasons': _, ...answer } = ANSWER
    expect(attributes()).toEqual([
      {
        ...request(),
        ...answer,
        'gen_ai.prompt.name': 'p',
        'gen_ai.prompt.version': '1',
        'llmops.output.contract': 'oneOf(Yes, No)',
      },
    ])
  })

  it('keeps what came before the application left', async () => {
    start({ captureMessageContent: 'SPAN_ONLY' })
    server.answer({ events: [...OPENING, piece('Y')], ending: 'hang' })
    for await (const event of await client.responses.create(STREAMED))
      if (event.type === 'response.output_text.delta') break
    expect(attributes()).toEqual([
      {
        ...request({ 'llmops.content.capture': 'span' }),
        ...STREAM,
        ...IDENTITY,
        'gen_ai.response.finish_reasons': ['error'],
        'gen_ai.system_instructions': '[{"type":"text","content":"Answer Yes or No."}]',
        'gen_ai.input.messages':
          '[{"role":"user","parts":[{"type":"text","content":"Is it new?"}]}]',
        'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Y"}]}]',
      },
    ])
  })

  it('has the prompt of the application rather than the one that is stored at the provider', async () => {
    start()
    const prompt = definePrompt({ name: 'mine', version: 3 })
    const stored = { prompt: { id: 'pmpt_1', version: '7' } }
    await client.responses.create(stored)
    await prompt.run(() => client.responses.create(stored))
    const named = recorder
      .spans()
      .map((span) => [
        span.name,
        span.attributes['gen_ai.prompt.name'],
        span.attributes['gen_ai.prompt.version'],
      ])
    expect(named).toEqual([
      ['chat', 'pmpt_1', '7'],
      ['chat', 'mine', '3'],
    ])
  })

  it('takes the model for the deployment on Azure, where the path names none', async () => {
    start()
    const azure = new AzureOpenAI({
      apiKey: 'test',
      apiVersion: '2025-04-01-preview',
      deployment: 'of-chat',
      endpoint: server.baseURL.replace('/v1', ''),
    })
    await azure.responses.create(PARAMS)
    expect(server.requests[0]?.path).not.toContain('of-chat')
    const { 'openai.api.type': _, ...common } = request()
    const { 'openai.response.service_tier': __, ...answer } = ANSWER
    expect(attributes()).toEqual([
      {
        ...common,
        ...answer,
        ...USAGE,
        'gen_ai.provider.name': 'azure.ai.openai',
        'llmops.deployment.name': 'gpt-4o',
      },
    ])
  })

  it('records a compaction as an inference, with its usage and without what is encrypted', async () => {
    start({ captureMessageContent: 'SPAN_ONLY' })
    server.answer({
      json: {
        id: 'resp_2',
        object: 'response.compaction',
        output: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'repeated' }] },
          { id: 'cmp_1', type: 'compaction', encrypted_content: 'secret' },
        ],
        usage: { input_tokens: 12, output_tokens: 5 },
      },
    })
    await client.responses.compact({ model: 'gpt-4o', previous_response_id: 'resp_1' })
    expect(attributes()).toEqual([
      {
        ...request({ 'llmops.content.capture': 'span' }),
        'gen_ai.request.previous_response.id': 'resp_1',
        'gen_ai.response.id': 'resp_2',
        'gen_ai.conversation.compacted': true,
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.output.messages':
          '[{"role":"assistant","parts":[{"type":"compaction","id":"cmp_1"}]}]',
      },
    ])
  })
})

describe('the span of a fetched response', () => {
  const FETCHED = {
    'gen_ai.operation.name': 'fetch_response',
    'gen_ai.response.id': 'resp_1',
    'openai.api.type': 'responses',
    'llmops.content.capture': 'none',
  }

  it('has its state and its answer, and no usage, no prompt, no verdict', async () => {
    start({ captureMessageContent: 'SPAN_AND_EVENT' })
    const prompt = definePrompt({ name: 'p', version: 1, output: oneOf('Yes', 'No') })
    await prompt.run({ metadata: { turn: 1 } }, () => client.responses.retrieve('resp_1'))
    expect(recorder.spans()[0]?.name).toBe('fetch_response')
    expect(attributes()).toEqual([
      {
        ...callee(),
        ...FETCHED,
        ...ANSWER,
        'gen_ai.response.status': 'completed',
        'llmops.metadata.turn': 1,
        'llmops.content.capture': 'span',
        'gen_ai.output.messages':
          '[{"role":"assistant","parts":[{"type":"text","content":"Yes"}]}]',
      },
    ])
    expect(recorder.events()).toEqual([])
    expect(Object.keys(await metrics())).toEqual(['gen_ai.client.operation.duration'])
  })

  it('says where a resumed stream went on', async () => {
    start()
    server.answer({ events: YES_EVENTS.slice(4), ending: 'end' })
    await drain(await client.responses.retrieve('resp_1', { stream: true, starting_after: 3 }))
    expect(attributes()).toEqual([
      {
        ...callee(),
        ...FETCHED,
        ...ANSWER,
        'gen_ai.request.stream_cursor': '3',
        'gen_ai.response.status': 'completed',
      },
    ])
  })

  it('fails only where the fetch fails', async () => {
    start()
    server.answer(
      { json: response([], FAILED) },
      { status: 404, json: { error: { message: 'No such response' } } },
    )
    await client.responses.retrieve('resp_1')
    await expect(client.responses.retrieve('resp_0')).rejects.toThrow('404')
    expect(attributes()).toEqual([
      {
        ...callee(),
        ...FETCHED,
        ...ANSWER,
        'gen_ai.response.finish_reasons': ['error'],
        'gen_ai.response.status': 'failed',
      },
      { ...callee(), ...FETCHED, 'gen_ai.response.id': 'resp_0', 'error.type': '404' },
    ])
  })
})

describe('the span of embeddings', () => {
  const ASKED: OpenAI.EmbeddingCreateParams = { model: 'text-embedding-3-small', input: 'secret' }
  const VECTORS = {
    model: 'text-embedding-3-small-1',
    data: [{ index: 0, embedding: Buffer.from(Float32Array.of(1).buffer).toString('base64') }],
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }

  it('has the format and the size that the caller asked for, and the usage', async () => {
    start({ captureMessageContent: 'SPAN_AND_EVENT' })
    server.answer({ json: VECTORS })
    await client.embeddings.create(ASKED)
    await client.embeddings.create({ ...ASKED, encoding_format: 'float', dimensions: 256 })
    const common = {
      'gen_ai.operation.name': 'embeddings',
      ...callee(),
      'gen_ai.request.model': 'text-embedding-3-small',
      'gen_ai.response.model': 'text-embedding-3-small-1',
      'gen_ai.usage.input_tokens': 8,
      'llmops.content.capture': 'none',
    }
    expect(recorder.spans()[0]?.name).toBe('embeddings text-embedding-3-small')
    expect(attributes()).toEqual([
      common,
      {
        ...common,
        'gen_ai.request.encoding_formats': ['float'],
        'gen_ai.embeddings.dimension.count': 256,
      },
    ])
    expect(recorder.events()).toEqual([])
    const { 'gen_ai.usage.input_tokens': _, 'llmops.content.capture': __, ...measured } = common
    expect(await metrics()).toEqual({ 'gen_ai.client.operation.duration': [measured] })
  })

  it('has the HTTP status of an error', async () => {
    start()
    server.answer({ status: 403, json: { error: { message: 'Not this model' } } })
    await expect(client.embeddings.create(ASKED)).rejects.toThrow('403')
    expect(attributes()).toEqual([
      {
        'gen_ai.operation.name': 'embeddings',
        ...callee(),
        'gen_ai.request.model': 'text-embedding-3-small',
        'llmops.content.capture': 'none',
        'error.type': '403',
      },
    ])
  })
})
