import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { choice, completion, YES_STREAM } from './testing/fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

let server: ModelServer
let recorder: Recorder

beforeEach(async () => {
  server = await startServer()
  recorder = record({ captureMessageContent: 'SPAN_AND_EVENT' })
  recorder.instrumentation.setTracerProvider(
    new BasicTracerProvider({ sampler: new AlwaysOffSampler() }),
  )
  recorder.instrumentation.manuallyInstrument(openai)
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

describe('a call whose span is not sampled', () => {
  it('is in the metrics, streamed or not, and its content is read by the client alone', async () => {
    const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
    server.answer({ json: completion([choice({ content: 'Yes' })]) }, { events: YES_STREAM })
    let reads = 0
    const message = {
      role: 'user' as const,
      get content(): string {
        reads += 1
        return 'Is it?'
      },
    }
    const params = { model: 'gpt-4o', messages: [message] }
    await client.chat.completions.create(params)
    const stream = await client.chat.completions.create({ ...params, stream: true })
    for await (const _ of stream);
    expect(reads).toBe(2)
    expect([...recorder.spans(), ...recorder.events()]).toEqual([])
    const durations = (await recorder.metrics())
      .filter(({ descriptor }) => descriptor.name === 'gen_ai.client.inference.duration')
      .flatMap(({ dataPoints }) =>
        dataPoints.map(({ value }) => (value as { count: number }).count),
      )
    expect(durations.reduce((sum, count) => sum + count, 0)).toBe(2)
  })
})
