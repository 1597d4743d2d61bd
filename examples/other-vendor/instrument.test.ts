import { definePrompt, oneOf } from '@kansoku/core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { record, type Recorder } from '../../packages/core/src/trace/testing/record.ts'
import { instrument } from './instrument.ts'
import { type GenerateRequest, ModelClient, type Piece } from './model-client.ts'

const searchDecision = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
})
const request: GenerateRequest = {
  model: 'small-1',
  turns: [{ role: 'user', text: 'Is a search needed?' }],
  maxLength: 5,
}
const answer: readonly Piece[] = [
  { id: 'a-1', text: 'Y' },
  { text: 'es' },
  { text: '', stop: 'done', tokens: { read: 12, written: 1 } },
]

class InstrumentedClient extends ModelClient {}

/** A client whose service answers with these pieces, and then perhaps fails. */
function client(pieces: readonly Piece[], error?: Error): ModelClient {
  return new InstrumentedClient({
    baseURL: 'https://models.example/v1',
    transport: async function* () {
      yield* pieces
      if (error) throw error
    },
  })
}

let recorder: Recorder
beforeAll(() => instrument(InstrumentedClient))
beforeEach(() => {
  recorder = record('EVENT_ONLY')
})
afterEach(() => recorder.stop())

const atStart = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'example_models',
  'gen_ai.request.model': 'small-1',
  'gen_ai.request.max_tokens': 5,
  'server.address': 'models.example',
  'server.port': 443,
  'gen_ai.prompt.name': 'search_decision',
  'gen_ai.prompt.version': '1',
  'llmops.content.capture': 'event',
  'llmops.output.contract': 'oneOf(Yes, No)',
}
const whole = {
  'gen_ai.response.id': 'a-1',
  'gen_ai.response.finish_reasons': ['done'],
  'gen_ai.usage.input_tokens': 12,
  'gen_ai.usage.output_tokens': 1,
  'llmops.output.label': 'Yes',
  'llmops.output.valid': true,
}

describe('the instrumentation of another vendor’s SDK', () => {
  it('records a call, and leaves its answer alone', async () => {
    const given = await searchDecision.run(() => client(answer).generate(request))
    expect(given).toEqual({
      id: 'a-1',
      text: 'Yes',
      stop: 'done',
      tokens: { read: 12, written: 1 },
    })
    expect(recorder.spans()[0]?.name).toBe('chat small-1')
    expect(recorder.spans()[0]?.attributes).toEqual({ ...atStart, ...whole })
    expect(recorder.events()[0]?.attributes).toMatchObject({
      'gen_ai.input.messages': [
        { role: 'user', parts: [{ type: 'text', content: 'Is a search needed?' }] },
      ],
      'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }],
    })
  })

  it('records a stream when it has been read', async () => {
    const stream = searchDecision.run(() => client(answer).stream(request))
    const read: string[] = []
    for await (const { text } of stream) {
      expect(recorder.spans()).toEqual([])
      read.push(text)
    }
    expect(read).toEqual(['Y', 'es', ''])
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...atStart,
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      ...whole,
    })
  })

  it('records what came of a stream that the application left', async () => {
    for await (const _ of searchDecision.run(() => client(answer).stream(request))) break
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...atStart,
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.response.id': 'a-1',
      'gen_ai.response.finish_reasons': ['error'],
    })
  })

  it('records a failure, which reaches the application as it was', async () => {
    const error = Object.assign(new Error('busy'), { status: 503 })
    const failing = searchDecision.run(() => client([], error).generate(request))
    await expect(failing).rejects.toBe(error)
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...atStart,
      'gen_ai.response.finish_reasons': ['error'],
      'error.type': '503',
    })
  })

  it('does without telemetry what the client does', async () => {
    const plain = new ModelClient({
      baseURL: 'not an address',
      transport: async function* () {
        yield { text: 'Yes' }
      },
    })
    expect(await plain.generate(request)).toEqual({ text: 'Yes' })
    expect(recorder.spans()).toEqual([])
  })
})
