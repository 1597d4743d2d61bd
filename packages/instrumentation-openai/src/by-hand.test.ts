import { configureTelemetry, traceAgent, traceInference, traceTool } from '@kansoku/core'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { loadClient, MAJORS } from './testing/clients.ts'
import { choice, completion, STREAM_USAGE, YES_STREAM } from './testing/fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

const PARAMS: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Is it?' }],
}
const options = { provider: 'openai', model: 'gpt-4o' }

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
  recorder = record()
  configureTelemetry(recorder.providers)
})
afterEach(async () => {
  configureTelemetry({
    tracerProvider: undefined,
    meterProvider: undefined,
    loggerProvider: undefined,
  })
  await recorder.stop()
  await server.close()
})

/** Before anything is patched: the client as an SDK that no instrumentation covers. */
describe.each(MAJORS)('the bare client of openai %i inside traceInference', (major) => {
  beforeEach(async () => {
    const { OpenAI: Client } = await loadClient(major, 'esm')
    client = new Client({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
  })

  it('gives its own promise, which ends the call when it is awaited', async () => {
    const promise = client.chat.completions.create(PARAMS)
    const given = traceInference(options, () => promise)
    expect(given).toBe(promise)
    expect((await given).id).toBe('chatcmpl-1')
    expect(recorder.spans()).toHaveLength(1)
    expect(recorder.open()).toBe(0)
  })

  it('keeps asResponse and withResponse, and one request for all', async () => {
    const given = traceInference(options, () => client.chat.completions.create(PARAMS))
    const response = await given.asResponse()
    const { data } = await given.withResponse()
    expect([response.status, data.id]).toEqual([200, 'chatcmpl-1'])
    expect((await given.finally(() => undefined)).id).toBe('chatcmpl-1')
    expect(server.requests).toHaveLength(1)
    expect(recorder.open()).toBe(0)
  })

  it('fails the call as the client fails', async () => {
    server.answer({ status: 429, json: { error: { message: 'slow down' } } })
    const given = traceInference(options, () => client.chat.completions.create(PARAMS))
    await expect(given).rejects.toThrow('429')
    expect(recorder.spans()[0]?.attributes['error.type']).toBe('429')
  })

  it('gives its own stream, whose halves see every chunk', async () => {
    server.answer({ events: YES_STREAM })
    const stream = await traceInference(options, () =>
      client.chat.completions.create({ ...PARAMS, stream: true }),
    )
    expect(recorder.open()).toBe(1)
    const halves = stream.tee()
    const read = await Promise.all(
      halves.map(async (half) => {
        let text = ''
        for await (const { choices } of half) text += choices[0]?.delta.content ?? ''
        return text
      }),
    )
    expect(read).toEqual(['Yes', 'Yes'])
    expect(recorder.open()).toBe(0)
    expect(recorder.spans()[0]?.attributes['gen_ai.request.stream']).toBe(true)
  })

  it('fails the call where the application aborts the stream', async () => {
    server.answer({ events: YES_STREAM })
    const stream = await traceInference(options, () =>
      client.chat.completions.create({ ...PARAMS, stream: true }),
    )
    for await (const _ of stream) stream.controller.abort()
    expect(recorder.spans()[0]?.attributes['error.type']).toBe('AbortError')
  })
})

describe('the instrumented client inside traceAgent', () => {
  beforeEach(() => recorder.instrumentation.manuallyInstrument(openai))

  it('gives its promises and streams through a tool that returns them', async () => {
    server.answer({ json: completion([choice({ content: 'Yes' })]) }, { events: YES_STREAM })
    const plain = traceTool({ name: 'ask' }, () => client.chat.completions.create(PARAMS))
    expect((await plain.withResponse()).data.id).toBe('chatcmpl-1')
    const streaming = traceTool({ name: 'ask' }, () =>
      client.chat.completions.create({ ...PARAMS, stream: true }),
    )
    for await (const _ of await streaming);
    expect(
      recorder
        .spans()
        .map(({ name }) => name)
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['chat gpt-4o', 'chat gpt-4o', 'execute_tool ask', 'execute_tool ask'])
    expect(recorder.open()).toBe(0)
  })

  it('is summed on the agent, streams too', async () => {
    server.answer({ json: completion([choice({ content: 'Yes' })]) }, { events: YES_STREAM })
    await traceAgent({ name: 'support' }, async () => {
      await client.chat.completions.create(PARAMS)
      await traceTool({ name: 'f' }, async () => undefined)
      const stream = await client.chat.completions.create({ ...PARAMS, stream: true })
      for await (const _ of stream);
    })
    const names = recorder.spans().map(({ name }) => name)
    expect(names).toEqual(['chat gpt-4o', 'execute_tool f', 'chat gpt-4o', 'invoke_agent support'])
    expect(recorder.spans().at(-1)?.attributes).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support',
      'gen_ai.usage.input_tokens': 12 + Number(STREAM_USAGE['prompt_tokens']),
      'gen_ai.usage.output_tokens': 5 + Number(STREAM_USAGE['completion_tokens']),
      'gen_ai.response.finish_reasons': ['stop'],
      'llmops.content.capture': 'none',
    })
    const calls = (await recorder.metrics()).find(
      ({ descriptor }) => descriptor.name === 'gen_ai.invoke_agent.inference_calls',
    )
    expect(calls?.dataPoints[0]?.value).toMatchObject({ count: 1, sum: 2 })
  })
})
