import { readFileSync } from 'node:fs'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { support } from './testing/readme/support.ts'
import { record, type Recorder } from './testing/record.ts'

let recorder: Recorder
beforeEach(() => {
  recorder = record('SPAN_ONLY')
})
afterEach(() => recorder.stop())

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('shows an agent in the README that runs as it stands there', async () => {
  const [, shown] = /```ts support\.ts\n(.*?)```/s.exec(read('../../README.md')) ?? []
  expect(shown).toBe(read('testing/readme/support.ts'))

  expect(await support('How much is the larger room?', 'c-42')).toBe('The larger room is 18000 yen')
  const agent = recorder.spans().at(-1)
  expect(recorder.spans().map((span) => [span.name, span.parentSpanContext?.spanId])).toEqual([
    ['retrieval handbook', agent?.spanContext().spanId],
    ['chat mistral-small', agent?.spanContext().spanId],
    ['execute_tool get_price', agent?.spanContext().spanId],
    ['invoke_agent support', undefined],
  ])
  expect(agent?.attributes).toEqual({
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'support',
    'gen_ai.conversation.id': 'c-42',
    'gen_ai.usage.input_tokens': 80,
    'gen_ai.usage.output_tokens': 9,
    'gen_ai.response.finish_reasons': ['tool_calls'],
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'How much is the larger room?' }] },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      { role: 'assistant', parts: [{ type: 'text', content: 'The larger room is 18000 yen' }] },
    ]),
    'llmops.content.capture': 'span',
  })
  const [search, , tool] = recorder.spans()
  expect(search?.attributes['gen_ai.retrieval.documents']).toBe(
    '[{"id":"rooms","score":0.9},{"id":"prices","score":0.7}]',
  )
  expect(tool?.attributes).toMatchObject({
    'gen_ai.tool.call.arguments': '{"room":"large"}',
    'gen_ai.tool.call.result': '{"yen":18000}',
    'gen_ai.agent.name': 'support',
    'gen_ai.conversation.id': 'c-42',
  })
})
