import { definePrompt, redactors } from '@kansoku/core'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from './options.ts'
import { choice, chunk, completion, delta } from './testing/fixtures.ts'
import { response, said } from './testing/responses-fixtures.ts'
import { type Answer, type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

/** In no text, id, model or header of ours. */
const CANARY = 'canary@example.com'
const BYTES = Buffer.from(CANARY.repeat(4)).toString('base64')

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startServer()
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

const schema = { type: 'object', properties: { [CANARY]: { description: CANARY } } }
const called = { name: 'look', arguments: JSON.stringify({ [CANARY]: [CANARY] }) }
const CHAT = {
  model: 'm',
  user: CANARY,
  messages: [
    { role: 'system', content: CANARY },
    { role: 'developer', content: [{ type: 'text', text: CANARY }] },
    {
      role: 'user',
      name: CANARY,
      content: [
        { type: 'text', text: CANARY },
        { type: 'image_url', image_url: { url: `https://example.com/${CANARY}` } },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${BYTES}` } },
        { type: 'input_audio', input_audio: { data: BYTES, format: 'wav' } },
        { type: 'file', file: { filename: CANARY, file_data: `data:;base64,${BYTES}` } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      refusal: CANARY,
      tool_calls: [{ id: 'call_1', type: 'function', function: called }],
    },
    { role: 'tool', tool_call_id: 'call_1', content: CANARY },
  ],
  tools: [
    { type: 'function', function: { name: 'look', description: CANARY, parameters: schema } },
  ],
  response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
  prediction: { type: 'content', content: CANARY },
} as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming
const RESPONSES = {
  model: 'm',
  instructions: CANARY,
  input: [
    { role: 'user', content: [{ type: 'input_text', text: CANARY }] },
    { type: 'function_call', call_id: 'call_1', ...called },
    { type: 'function_call_output', call_id: 'call_1', output: CANARY },
    { type: 'reasoning', id: 'r', summary: [{ type: 'summary_text', text: CANARY }] },
    { type: 'web_search_call', id: 'w', action: { type: 'search', query: CANARY } },
    { type: 'unheard_of', [CANARY]: { deep: [CANARY] } },
  ],
  tools: [{ type: 'function', name: 'look', description: CANARY, parameters: schema }],
} as unknown as OpenAI.Responses.ResponseCreateParamsNonStreaming
const message = {
  content: CANARY,
  refusal: CANARY,
  reasoning_content: CANARY,
  audio: { id: 'a', data: BYTES, transcript: CANARY },
  tool_calls: [{ id: 'call_2', type: 'function', function: called }],
}
const ANSWERS: readonly Answer[] = [
  { json: completion([choice(message)]) },
  {
    events: [
      chunk([delta({ content: 'can' })]),
      chunk([delta({ content: CANARY.slice(3) }, 'stop')]),
    ],
    ending: 'done',
  },
  { json: response([said(CANARY), { ...called, type: 'function_call', call_id: 'c' }]) },
  { json: { error: { message: `no: ${CANARY}`, code: 'c', param: CANARY } }, status: 400 },
]

/** A call of each kind, with the canary in everything that is content. */
async function callAll(config: OpenAIInstrumentationConfig): Promise<string> {
  recorder = record(config)
  recorder.instrumentation.manuallyInstrument(openai)
  server.answer(...ANSWERS)
  await client.chat.completions.create(CHAT)
  for await (const _ of await client.chat.completions.create({ ...CHAT, stream: true }));
  const variables = { question: CANARY, not: { [CANARY]: CANARY } }
  await definePrompt({ name: 'p', version: 1 }).run({ variables }, () =>
    client.responses.create(RESPONSES),
  )
  await expect(client.responses.create(RESPONSES)).rejects.toThrow(CANARY)
  expect(recorder.spans()).toHaveLength(ANSWERS.length)
  return JSON.stringify([
    recorder
      .spans()
      .map(({ attributes, events, name, status }) => [attributes, events, name, status]),
    recorder.events().map(({ attributes, body }) => [attributes, body]),
    await recorder.metrics(),
    recorder.diagnostics,
  ])
}

const onSpan = (index: number, attribute: string): unknown =>
  recorder.spans()[index]?.attributes[attribute]

describe('what a call has of its content', () => {
  it('is nothing where nobody asked, in any signal and at any level of logging', async () => {
    const signals = await callAll({})
    expect(signals).not.toContain(CANARY)
    expect(signals).not.toContain(BYTES.slice(0, 12))
  })

  it('is nothing for a prompt that the policy excepts', async () => {
    const signals = await callAll({
      contentPolicy: {
        prompts: { p: { capture: 'SPAN_AND_EVENT' }, 'p@1': { capture: 'NO_CONTENT' } },
      },
    })
    expect(signals).not.toContain(CANARY)
  })

  it.each(['uri', 'omit'] as const)(
    'is without what a redactor takes out of it, media: %s',
    async (media) => {
      const signals = await callAll({
        contentPolicy: {
          capture: 'SPAN_AND_EVENT',
          redact: redactors.all,
          toolDefinitions: 'full',
          media,
        },
      })
      expect(signals).not.toContain(CANARY)
      expect(signals).not.toContain(BYTES.slice(0, 12))
      expect(signals.split('[email]').length).toBeGreaterThan(50)
      expect(onSpan(1, 'gen_ai.output.messages')).toBe(
        '[{"role":"assistant","parts":[{"type":"text","content":"[email]"}]}]',
      )
      expect(onSpan(2, 'gen_ai.prompt.variable.question')).toBe('[email]')
    },
  )

  it('is of tools their type and name, and all of them on request', async () => {
    await callAll({ contentPolicy: { capture: 'SPAN_ONLY' } })
    expect(onSpan(0, 'gen_ai.tool.definitions')).toBe('[{"type":"function","name":"look"}]')
    await recorder.stop()
    await callAll({ contentPolicy: { capture: 'SPAN_ONLY', toolDefinitions: 'full' } })
    const definition = [{ type: 'function', name: 'look', description: CANARY, parameters: schema }]
    const shown = [0, 1, 2].map(
      (index) => JSON.parse(String(onSpan(index, 'gen_ai.tool.definitions'))) as unknown,
    )
    expect(shown).toEqual([definition, definition, definition])
  })

  it('has the bytes of pictures and sound where they are asked for', async () => {
    await callAll({ contentPolicy: { capture: 'SPAN_ONLY', media: 'blob' } })
    const parts = JSON.parse(String(onSpan(0, 'gen_ai.input.messages'))) as {
      parts: { content?: string }[]
    }[]
    expect(parts[2]?.parts.map(({ content }) => content)).toEqual([
      CANARY,
      undefined,
      BYTES,
      BYTES,
      BYTES,
    ])
  })
})
