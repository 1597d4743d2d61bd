import { applyContentPolicy, resolveContentPolicy } from '@kansoku/core'
import { SpanStatusCode } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'

import { ROW_BUDGETS } from './content-budgets.ts'
import { genAIRowAttributes } from './genai-row.ts'

/** Where Azure was seen to cut the JSON of Properties. */
const SEEN_LIMIT = 65_532
const { general } = resolveContentPolicy({}, {}, { budgets: ROW_BUDGETS })

/** The row of a call with more content than fits, whose texts repeat these. */
function rowOf(text: string): Record<string, unknown> {
  const long = text.repeat(200_000 / text.length)
  const part = { type: 'text', content: long }
  const { forSpan } = applyContentPolicy(general, {
    'gen_ai.prompt.variable.question': long,
    'gen_ai.retrieval.documents': [{ id: '1', said: long }],
    'gen_ai.memory.records': [{ content: long }],
    'gen_ai.system_instructions': [part],
    'gen_ai.input.messages': [{ role: 'user', parts: [part] }],
    'gen_ai.output.messages': [{ role: 'assistant', parts: [part] }],
  })
  return genAIRowAttributes({
    attributes: {
      ...forSpan,
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 7,
      'app.note': 'x'.repeat(4000),
    },
    status: { code: SpanStatusCode.UNSET },
  })
}

describe('the content of one row', () => {
  it.each([
    ['English', 'What people write to a chatbot. '],
    ['Japanese', '人がチャットボットに書くこと。'],
    ['JSON', '{"id":1,"name":"Mika"},'],
    ['every third character escaped', 'a"b\n cd'],
    ['emoji', '👩‍👩‍👧‍👦'],
  ])('leaves room for the rest of it: %s', (_, text) => {
    const row = rowOf(text)
    expect(JSON.stringify(row).length).toBeLessThan(SEEN_LIMIT)
    const cut = Object.entries(row).filter(([key]) => /documents|records|variable/.test(key))
    expect(cut.map(([, value]) => Buffer.byteLength(String(value)) <= 8192)).toEqual([
      true,
      true,
      true,
    ])
  })

  it('stands after everything else, also what has no room of its own in the exporter', () => {
    const keys = Object.keys(rowOf('x'))
    expect(keys.slice(keys.indexOf('app.note'))).toEqual([
      'app.note',
      'gen_ai.prompt.variable.question',
      'gen_ai.retrieval.documents',
      'gen_ai.memory.records',
      'gen_ai.system_instructions',
      'gen_ai.input.messages',
      'gen_ai.output.messages',
    ])
  })
})
