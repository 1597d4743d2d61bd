import OpenAI from 'openai'
import * as openai from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  record,
  type Recorder,
} from '../../packages/instrumentation-openai/src/testing/telemetry.ts'
import {
  type Recording,
  readRecordings,
  type Replay,
  replay,
  wireUsage,
} from './openai-recordings.ts'
import { createJudge } from './semconv-judge.ts'

const recordings = readRecordings().filter(({ path }) => path.includes('/chat/completions'))

interface Played {
  readonly value: unknown
  readonly body: string | undefined
}

let server: Replay
let recorder: Recorder
const bare = new Map<string, Played>()
const traced = new Map<string, Played>()

async function play(recording: Recording): Promise<Played> {
  const client = new OpenAI({ apiKey: 'test', baseURL: server.url(recording), maxRetries: 0 })
  const before = server.bodies.length
  const params = {
    model: 'gpt-4o',
    messages: [],
    ...(recording.request as object),
    ...(recording.response.kind === 'sse' && { stream: true }),
  } as OpenAI.ChatCompletionCreateParams
  const value = await client.chat.completions.create(params).then(read, failed)
  return { value, body: server.bodies[before] }
}

async function read(answer: unknown): Promise<unknown> {
  if (!(answer instanceof Object && 'toReadableStream' in answer)) return { answer }
  const chunks: unknown[] = []
  try {
    for await (const chunk of answer as unknown as AsyncIterable<unknown>) chunks.push(chunk)
  } catch (error) {
    return { chunks, ...failed(error) }
  }
  return { chunks }
}

function failed(error: unknown): { error: string; message: string } {
  const { constructor, message } = error as Error
  return { error: constructor.name, message }
}

beforeAll(async () => {
  server = await replay(recordings)
  // First without, because patches stay.
  for (const recording of recordings) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, as the server counts the bodies
    bare.set(recording.id, await play(recording))
  }
  recorder = record({ captureMessageContent: 'SPAN_AND_EVENT' })
  recorder.instrumentation.manuallyInstrument(openai)
  for (const recording of recordings) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, so that spans are in the same order
    traced.set(recording.id, await play(recording))
  }
})
afterAll(async () => {
  await recorder.stop()
  await server.close()
})

describe('recorded chat completions', () => {
  it('give the application what they give without us', () => {
    expect(recordings.length).toBeGreaterThan(150)
    expect([...traced]).toEqual([...bare])
  })

  it('have one ended span each, and no telemetry error', () => {
    expect(recorder.spans()).toHaveLength(recordings.length)
    expect(recorder.open()).toBe(0)
    expect(recorder.diagnostics.filter((line) => !line.startsWith('@opentelemetry/api'))).toEqual(
      [],
    )
  })

  it('have every usage that is on the wire', () => {
    const spans = recorder.spans()
    const counted = recordings.map((recording, index) => {
      const attributes = spans[index]?.attributes ?? {}
      return [
        recording.id,
        attributes['gen_ai.usage.input_tokens'],
        attributes['gen_ai.usage.output_tokens'],
      ]
    })
    const onWire = recordings.map((recording) => {
      const { completion_tokens, prompt_tokens, total_tokens } = wireUsage(recording) ?? {}
      // xAI counts reasoning beside the completion, but always in the total.
      const output =
        typeof total_tokens === 'number' ? total_tokens - Number(prompt_tokens) : completion_tokens
      return [recording.id, prompt_tokens, output]
    })
    expect(counted).toEqual(onWire)
    expect(onWire.filter(([, input]) => input !== undefined).length).toBeGreaterThan(100)
  })

  it('break no rule of the conventions, their content included', async () => {
    const judge = createJudge({ capture: 'SPAN_AND_EVENT' })
    const metrics = await recorder.metrics()
    expect(
      judge.all({
        spans: recorder.spans(),
        started: recorder.started,
        events: recorder.events(),
        metrics,
      }),
    ).toEqual([])
  })
})
