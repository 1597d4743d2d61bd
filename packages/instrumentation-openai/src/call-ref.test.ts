import { type CallRef, callRefOf, definePrompt } from '@kansoku/core'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { choice, completion, YES_STREAM } from './testing/fixtures.ts'
import { response, said, YES_EVENTS } from './testing/responses-fixtures.ts'
import { type Answer, type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Is it new?' }] }
const RESPONSE = { model: 'gpt-4o', input: 'Is it new?' }
const prompt = definePrompt({ name: 'search_decision', version: 2 })

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startServer()
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
  recorder = record()
  recorder.instrumentation.manuallyInstrument(openai)
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

/** What an application has in its hands when a call is over, by the way it called. */
const WAYS: Record<string, readonly [answer: Answer, call: () => Promise<CallRef>]> = {
  'a completion': [
    { json: completion([choice({ content: 'Yes' })]) },
    async () => callRefOf(await client.chat.completions.create(CHAT)),
  ],
  'a completion with its raw response': [
    { json: completion([choice({ content: 'Yes' })]) },
    async () => callRefOf((await client.chat.completions.create(CHAT).withResponse()).data),
  ],
  'the last chunk of a stream': [
    { events: YES_STREAM },
    async () => {
      let id = ''
      const stream = await client.chat.completions.create({ ...CHAT, stream: true })
      for await (const chunk of stream) ({ id } = chunk)
      return callRefOf({ id })
    },
  ],
  'the final completion of a helper': [
    { events: YES_STREAM },
    async () => callRefOf(await client.chat.completions.stream(CHAT).finalChatCompletion()),
  ],
  'a response': [
    { json: response([said('Yes')]) },
    async () => callRefOf(await client.responses.create(RESPONSE)),
  ],
  'the events of a response': [
    { events: YES_EVENTS, ending: 'end' },
    async () => {
      let id = ''
      const stream = await client.responses.create({ ...RESPONSE, stream: true })
      for await (const event of stream)
        if (event.type === 'response.completed') ({ id } = event.response)
      return callRefOf({ id })
    },
  ],
}

describe('a reference to a call', () => {
  it.each(Object.entries(WAYS))('is there at once from %s', async (_, [answer, call]) => {
    server.answer(answer)
    const ref = await prompt.run({ conversationId: 'c-1' }, call)
    const [span] = recorder.spans()
    expect(ref).toEqual({
      responseId: span?.attributes['gen_ai.response.id'],
      traceId: span?.spanContext().traceId,
      spanId: span?.spanContext().spanId,
      traceFlags: 1,
      prompt: { name: 'search_decision', version: 2 },
      conversationId: 'c-1',
    })
  })

  it('is the first call’s, also after its response was fetched', async () => {
    server.answer({ json: response([said('Yes')], { id: 'resp_fetched' }) })
    const ref = callRefOf(await client.responses.create(RESPONSE))
    expect(callRefOf(await client.responses.retrieve('resp_fetched'))).toEqual(ref)
  })
})
