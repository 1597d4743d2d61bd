import { definePrompt, oneOf } from '@kansoku/core'
import OpenAI from 'openai'
import * as openai from 'openai'
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { OpenAIInstrumentationConfig } from '../options.ts'
import { choice, chunk, completion, delta } from '../testing/fixtures.ts'
import { OPENING, piece, response, said } from '../testing/responses-fixtures.ts'
import { type ModelServer, startServer } from '../testing/server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

const Decision = z.object({ decision: z.enum(['search', 'reuse']), why: z.string() })
const RIGHT = '{"decision":"search","why":"canary-output"}'
const WRONG = '{"decision":"canary-output"}'
const VALID = {
  'llmops.output.contract': 'json_schema',
  'llmops.output.label': 'search',
  'llmops.output.valid': true,
}
const INVALID = {
  'llmops.output.contract': 'json_schema',
  'llmops.output.valid': false,
  'llmops.output.violation': 'schema',
}

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

function start(config: OpenAIInstrumentationConfig): void {
  recorder = record(config)
  recorder.instrumentation.manuallyInstrument(openai)
}

/** What the only span says of its output. */
function verdict(): Record<string, unknown> {
  const [span, ...others] = recorder.spans()
  expect(others).toEqual([])
  return Object.fromEntries(
    Object.entries(span?.attributes ?? {}).filter(([key]) => key.startsWith('llmops.output.')),
  )
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

const CHAT: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'canary-prompt' }],
  response_format: zodResponseFormat(Decision, 'canary-name'),
}
const RESPONSE: OpenAI.Responses.ResponseCreateParamsNonStreaming = {
  model: 'gpt-4o',
  input: 'canary-prompt',
  text: { format: zodTextFormat(Decision, 'canary-name') },
}

function chatStream(text: string): readonly unknown[] {
  const pieces = text.match(/.{1,7}/gu) ?? []
  return [
    chunk([delta({ role: 'assistant', content: '' })]),
    ...pieces.map((content) => chunk([delta({ content })])),
    chunk([delta({}, 'stop')]),
  ]
}

function responseEvents(text: string): readonly unknown[] {
  const pieces = text.match(/.{1,7}/gu) ?? []
  return [
    ...OPENING,
    ...pieces.map((part, index) => piece(part, 4 + index)),
    { type: 'response.completed', sequence_number: 99, response: response([said(text)]) },
  ]
}

async function create(): Promise<unknown> {
  return client.chat.completions.create(CHAT)
}

describe('a contract that is inferred from the output format', () => {
  const ways: [way: string, answer: (text: string) => void, call: () => PromiseLike<unknown>][] = [
    [
      'chat.completions.create',
      (content) => server.answer({ json: completion([choice({ content })]) }),
      () => client.chat.completions.create(CHAT),
    ],
    [
      'chat.completions.create, streamed',
      (text) => server.answer({ events: chatStream(text) }),
      async () => drain(await client.chat.completions.create({ ...CHAT, stream: true })),
    ],
    [
      'responses.create',
      (text) => server.answer({ json: response([said(text)]) }),
      () => client.responses.create(RESPONSE),
    ],
    [
      'responses.create, streamed',
      (text) => server.answer({ events: responseEvents(text) }),
      async () => drain(await client.responses.create({ ...RESPONSE, stream: true })),
    ],
  ]
  it.each(ways)('judges %s', async (_way, answer, call) => {
    start({ inferContracts: true })
    answer(RIGHT)
    await call()
    expect(verdict()).toEqual(VALID)
    recorder.reset()
    answer(WRONG)
    await call()
    expect(verdict()).toEqual(INVALID)
  })

  it('judges what the helpers read; where that fails, the call failed and there is no verdict', async () => {
    start({ inferContracts: true })
    server.answer({ json: completion([choice({ content: RIGHT })]) })
    await client.chat.completions.parse(CHAT)
    expect(verdict()).toEqual(VALID)
    recorder.reset()
    server.answer({ events: chatStream(RIGHT) })
    await client.chat.completions.stream({ ...CHAT, stream: true }).done()
    expect(verdict()).toEqual(VALID)
    recorder.reset()
    server.answer({ json: response([said(RIGHT)]) })
    await client.responses.parse(RESPONSE)
    expect(verdict()).toEqual(VALID)
    recorder.reset()
    server.answer({ json: completion([choice({ content: 'canary-output' })]) })
    await expect(client.chat.completions.parse(CHAT)).rejects.toThrow('JSON')
    expect(verdict()).toEqual({ 'llmops.output.contract': 'json_schema' })
  })

  it('does not count where a prompt declares its own, and fills in where it declares none', async () => {
    start({ inferContracts: true })
    server.answer({ json: completion([choice({ content: RIGHT })]) })
    await definePrompt({ name: 'a', version: 1, output: oneOf('Yes') }).run(create)
    expect(verdict()).toEqual({
      'llmops.output.contract': 'oneOf(Yes)',
      'llmops.output.valid': false,
      'llmops.output.violation': 'not_in_set',
    })
    recorder.reset()
    await definePrompt({ name: 'a', version: 1 }).run(create)
    expect(verdict()).toEqual(VALID)
  })

  it('is there only on request, and for calls with a format', async () => {
    start({})
    server.answer({ json: completion([choice({ content: RIGHT })]) })
    await client.chat.completions.create(CHAT)
    expect(verdict()).toEqual({})
    await recorder.stop()
    start({ inferContracts: true })
    await client.chat.completions.create({ model: CHAT.model, messages: CHAT.messages })
    expect(verdict()).toEqual({})
  })

  it('takes the label from the field that is named', async () => {
    start({ inferContracts: { label: 'why' } })
    server.answer({ json: completion([choice({ content: '{"decision":"reuse","why":"same"}' })]) })
    await client.chat.completions.create(CHAT)
    expect(verdict()).toEqual({ ...VALID, 'llmops.output.label': 'same' })
  })

  it('records no word of prompt, schema name or output but the label', async () => {
    start({ inferContracts: true })
    for (const content of [RIGHT, WRONG, 'canary-output', '```\n' + RIGHT]) {
      server.answer({ json: completion([choice({ content })]) })
      // oxlint-disable-next-line no-await-in-loop -- one server, one answer at a time
      await client.chat.completions.create(CHAT)
    }
    const all = JSON.stringify([
      recorder.spans().map(({ attributes, events, name }) => ({ attributes, events, name })),
      recorder.events().map(({ attributes, body }) => ({ attributes, body })),
      recorder.diagnostics,
      (await recorder.metrics()).map(({ dataPoints }) => dataPoints),
    ])
    expect(all).toContain('"llmops.output.label":"search"')
    expect(all).not.toContain('canary')
  })
})
