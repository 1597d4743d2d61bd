import { oneOf } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import { decisionsInput, decisionsRequestAttributes } from './request.ts'
import { decisionsResponse } from './response.ts'

const USAGE = {
  input_tokens: 60,
  input_tokens_details: { cached_tokens: 8, cache_write_tokens: 2 },
  output_tokens: 3,
  output_tokens_details: { reasoning_tokens: 1 },
  total_tokens: 63,
}
const YES = {
  type: 'choice',
  name: 'search',
  choice: 'Yes',
  confidence: 0.9,
  probabilities: [{ value: 'Yes', probability: 0.9 }],
}
const PREDICATE = { type: 'predicate', name: null, probability: 0.2 }
const REFUSAL = { type: 'refusal', name: null }

function decided(...answers: unknown[]): ReturnType<typeof decisionsResponse> {
  return decisionsResponse({ answers, model: 'gpt-6-luna-1', usage: USAGE })
}

describe('a decision', () => {
  it('has model and kind of output, and nothing of what is asked', () => {
    const body = {
      model: 'gpt-6-luna',
      input: 'secret',
      questions: [],
      safety_identifier: 'secret',
    }
    expect(decisionsRequestAttributes(body)).toEqual({
      'gen_ai.request.model': 'gpt-6-luna',
      'gen_ai.output.type': 'json',
    })
  })

  it('has its questions as instructions, with what can be answered, and its input as messages', () => {
    const questions = [
      { type: 'predicate', instructions: 'Is it new?' },
      {
        type: 'choice',
        name: 'search',
        instructions: [{ type: 'input_text', text: 'Search?' }],
        choices: [{ value: 'Yes' }, { value: 'No' }],
      },
    ]
    const input = [
      { role: 'user', content: [{ type: 'input_json', value: { turn: 2 } }] },
      { type: 'function_call', call_id: 'c', name: 'find', arguments: '{"q":1}' },
    ]
    expect(decisionsInput({ input, questions })).toEqual({
      systemInstructions: [
        { type: 'text', content: 'Is it new?' },
        { type: 'text', content: 'Search?' },
        {
          type: 'generic',
          generic_type: 'choice',
          name: 'search',
          choices: [{ value: 'Yes' }, { value: 'No' }],
        },
      ],
      inputMessages: [
        {
          role: 'user',
          parts: [{ type: 'generic', generic_type: 'input_json', value: { turn: 2 } }],
        },
        {
          role: 'assistant',
          parts: [{ type: 'tool_call', id: 'c', name: 'find', arguments: { q: 1 } }],
        },
      ],
    })
    expect(decisionsInput({ input: 'text', questions: [null, 7] })).toEqual({
      inputMessages: [{ role: 'user', parts: [{ type: 'text', content: 'text' }] }],
    })
  })

  it('of one choice is that choice, which a contract can ask for', () => {
    const { messages, output, ...answer } = decided(YES)
    expect({ ...answer, messages: messages?.(), output: output?.() }).toEqual({
      attributes: {
        'gen_ai.response.model': 'gpt-6-luna-1',
        'gen_ai.usage.input_tokens': 60,
        'gen_ai.usage.output_tokens': 3,
        'gen_ai.usage.cache_read.input_tokens': 8,
        'gen_ai.usage.cache_write.input_tokens': 2,
        'gen_ai.usage.reasoning.output_tokens': 1,
      },
      output: { text: 'Yes', finishReason: 'stop' },
      messages: [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }],
    })
    const said = output?.() ?? { text: '' }
    expect(oneOf('Yes', 'No').judge(said)).toEqual({ valid: true, label: 'Yes' })
    expect(decided({ ...YES, choice: true }).output?.()?.text).toBe('true')
  })

  it.each([[[PREDICATE]], [[YES, PREDICATE]], [[YES, REFUSAL]], [[{ ...YES, choice: {} }]]])(
    'of %j is the answers as the API words them',
    (answers) => {
      const { output } = decided(...answers)
      expect(output?.()).toEqual({ text: JSON.stringify(answers), finishReason: 'stop' })
    },
  )

  it('that is declined is a refusal', () => {
    const { messages, output } = decided(REFUSAL, REFUSAL)
    expect(oneOf('Yes', 'No').judge(output?.() ?? { text: '' })).toEqual({
      valid: false,
      violation: 'refusal',
    })
    expect(messages?.()).toEqual([
      { role: 'assistant', parts: [{ type: 'refusal', content: 'declined' }] },
    ])
  })

  it.each([undefined, null, 'x', 7, [], { answers: 'none' }])('is not in %j', (odd) => {
    const { messages, output, ...answer } = decisionsResponse(odd)
    expect([answer, messages?.(), output?.()]).toEqual([{ attributes: {} }, [], undefined])
  })
})
