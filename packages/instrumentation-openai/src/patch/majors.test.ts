import { type Attributes, SpanStatusCode } from '@opentelemetry/api'
import type OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { FORMATS, helpersOf, loadClient, MAJORS } from '../testing/clients.ts'
import { choice, completion, YES_STREAM } from '../testing/fixtures.ts'
import { type ModelServer, startServer } from '../testing/server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

const PARAMS: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Is it new?' }],
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
const STREAM = {
  'gen_ai.request.stream': true,
  'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
  'gen_ai.usage.input_tokens': 12,
  'gen_ai.usage.output_tokens': 2,
}

const ways = MAJORS.flatMap((major) => FORMATS.map((format) => [major, format] as const))

describe.each(ways)('the span of a chat completion with openai %i as %s', (major, format) => {
  let server: ModelServer
  let recorder: Recorder
  let client: OpenAI
  let helpers: OpenAI['chat']['completions']

  beforeEach(async () => {
    server = await startServer()
    server.answer({ json: completion([choice({ content: 'Yes' })]) })
    recorder = record()
    const module = await loadClient(major, format)
    recorder.instrumentation.manuallyInstrument(module)
    client = new module.OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
    helpers = helpersOf(client, major)
  })
  afterEach(async () => {
    await recorder.stop()
    await server.close()
  })

  function recorded(): { spans: Attributes[]; open: number } {
    return { spans: recorder.spans().map(({ attributes }) => attributes), open: recorder.open() }
  }

  /** With what all calls of this file share. */
  function whole(...spans: readonly Attributes[]): ReturnType<typeof recorded> {
    const shared = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.baseURL).port),
      'openai.api.type': 'chat_completions',
      'llmops.content.capture': 'none',
    }
    const one = (own: Attributes): Attributes => ({ ...shared, ...own })
    return { spans: spans.map(one), open: 0 }
  }

  it('is whole for a plain call', async () => {
    await client.chat.completions.create(PARAMS)
    expect(recorded()).toEqual(whole({ ...IDENTITY, ...USAGE }))
  })

  it('is whole for a stream', async () => {
    server.answer({ events: YES_STREAM })
    const stream = await client.chat.completions.create({ ...PARAMS, stream: true })
    for await (const _ of stream);
    expect(recorded()).toEqual(whole({ ...IDENTITY, ...STREAM }))
  })

  it('is whole for an error, with its event', async () => {
    server.answer({ status: 429, json: { error: { message: 'Slow down' } } })
    await expect(client.chat.completions.create(PARAMS)).rejects.toThrow('429 Slow down')
    expect(recorded()).toEqual(whole({ 'error.type': '429' }))
    expect(recorder.spans()[0]?.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: '429 Slow down',
    })
    expect(recorder.events().map(({ attributes }) => attributes)).toEqual([
      {
        'exception.type': 'RateLimitError',
        'exception.message': '429 Slow down',
        'exception.stacktrace': expect.stringContaining('429 Slow down') as string,
      },
    ])
  })

  it('is whole for parse', async () => {
    server.answer({ json: completion([choice({ content: '{"new":true}' })]) })
    const response_format = {
      type: 'json_schema',
      json_schema: { name: 'answer', schema: { type: 'object' } },
    } as const
    await helpers.parse({ ...PARAMS, response_format })
    expect(recorded()).toEqual(whole({ ...IDENTITY, ...USAGE, 'gen_ai.output.type': 'json' }))
  })

  it('is whole for the stream helper', async () => {
    server.answer({ events: YES_STREAM })
    expect(await helpers.stream({ ...PARAMS, stream: true }).finalContent()).toBe('Yes')
    expect(recorded()).toEqual(whole({ ...IDENTITY, ...STREAM }))
  })

  it('is whole for each turn of runTools', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{}' } }
    server.answer(
      { json: completion([choice({ content: null, tool_calls: [call] }, 'tool_calls')]) },
      { json: completion([choice({ content: 'Yes' })]) },
    )
    const parameters = { type: 'object', properties: {} }
    const tool = { name: 'search', description: 'Searches', parameters, function: () => 'found' }
    const runner = helpers.runTools({ ...PARAMS, tools: [{ type: 'function', function: tool }] })
    expect(await runner.finalContent()).toBe('Yes')
    expect(recorded()).toEqual(
      whole(
        { ...IDENTITY, ...USAGE, 'gen_ai.response.finish_reasons': ['tool_calls'] },
        { ...IDENTITY, ...USAGE },
      ),
    )
  })
})
