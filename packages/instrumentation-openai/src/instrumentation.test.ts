import OpenAI from 'openai'
import * as openai from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { choice, completion, YES_STREAM } from './testing/fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeAll(async () => {
  server = await startServer()
  recorder = record()
  recorder.instrumentation.manuallyInstrument(openai)
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL })
})
afterEach(() => recorder.reset())
afterAll(async () => {
  await recorder.stop()
  await server.close()
})

/** The attributes that all calls of this file share. */
function callee(): Record<string, unknown> {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.baseURL).port),
    'openai.api.type': 'chat_completions',
    'llmops.content.capture': 'none',
  }
}

describe('chat completions', () => {
  it('records a plain call with what was asked, answered and counted', async () => {
    server.answer({ json: completion([choice({ content: 'Yes' })]) })
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages: [] })
    expect(answer.choices[0]?.message.content).toBe('Yes')
    expect(recorder.spans().map(({ attributes }) => attributes)).toEqual([
      {
        ...callee(),
        'gen_ai.response.id': 'chatcmpl-1',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.finish_reasons': ['stop'],
        'openai.response.service_tier': 'default',
        'openai.response.system_fingerprint': 'fp_1',
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.usage.cache_read.input_tokens': 4,
        'gen_ai.usage.audio.input_tokens': 0,
        'gen_ai.usage.reasoning.output_tokens': 2,
        'gen_ai.usage.audio.output_tokens': 0,
      },
    ])
    expect(recorder.open()).toBe(0)
  })

  it('records a stream when it was read to its end', async () => {
    server.answer({ events: YES_STREAM })
    let chunks = 0
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [],
      stream: true,
    })
    for await (const chunk of stream) chunks += chunk.id === 'chatcmpl-1' ? 1 : 0
    expect(chunks).toBe(YES_STREAM.length)
    expect(recorder.spans().map(({ attributes }) => attributes)).toEqual([
      {
        ...callee(),
        'gen_ai.request.stream': true,
        'gen_ai.response.id': 'chatcmpl-1',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.response.time_to_first_chunk': expect.any(Number),
        'openai.response.service_tier': 'default',
        'openai.response.system_fingerprint': 'fp_1',
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 2,
      },
    ])
    expect(recorder.open()).toBe(0)
  })
})
