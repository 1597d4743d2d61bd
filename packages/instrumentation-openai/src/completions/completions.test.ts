import { describe, expect, it } from 'vitest'

import { completionsInput, completionsRequestAttributes } from './request.ts'
import { completionsResponse, completionsStream } from './response.ts'

const USAGE = { prompt_tokens: 5, completion_tokens: 9, total_tokens: 14 }

function chunk(text: string, finish_reason: string | null = null, index = 0): unknown {
  return { id: 'cmpl-1', model: 'm-1', choices: [{ text, index, logprobs: null, finish_reason }] }
}

describe('a legacy completion', () => {
  it('has the options of chat, and no type of API', () => {
    const body = { model: 'm', prompt: 'secret', max_tokens: 9, n: 2, stop: 'x', suffix: 'secret' }
    expect(completionsRequestAttributes(body, 'openai')).toEqual({
      'gen_ai.request.model': 'm',
      'gen_ai.request.max_tokens': 9,
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.stop_sequences': ['x'],
    })
  })

  it.each([
    ['a', [{ role: 'user', parts: [{ type: 'text', content: 'a' }] }]],
    [
      ['a', 'b'],
      [
        { role: 'user', parts: [{ type: 'text', content: 'a' }] },
        { role: 'user', parts: [{ type: 'text', content: 'b' }] },
      ],
    ],
    [[1, 2], undefined],
    [[[1], [2]], undefined],
    [undefined, undefined],
  ])('has the prompt %j as messages', (prompt, inputMessages) => {
    expect(completionsInput({ prompt }).inputMessages).toEqual(inputMessages)
  })

  it('has a finish reason and a message for each choice', () => {
    const choices = [
      { text: 'Yes', index: 0, logprobs: null, finish_reason: 'stop' },
      { text: 'N', index: 1, logprobs: null, finish_reason: 'length' },
    ]
    const body = { id: 'cmpl-1', model: 'm-1', choices, usage: USAGE }
    const { messages, output, ...answer } = completionsResponse(body, 'openai')
    expect({ ...answer, messages: messages?.(), output: output?.() }).toEqual({
      attributes: {
        'gen_ai.response.id': 'cmpl-1',
        'gen_ai.response.model': 'm-1',
        'gen_ai.response.finish_reasons': ['stop', 'length'],
        'gen_ai.usage.input_tokens': 5,
        'gen_ai.usage.output_tokens': 9,
      },
      output: { text: 'Yes', toolCalls: [], finishReason: 'stop' },
      messages: [
        { role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] },
        { role: 'assistant', parts: [{ type: 'text', content: 'N' }] },
      ],
    })
  })

  it('is the same where it is streamed', () => {
    const stream = completionsStream('openai', true)
    const chunks = [chunk('Y'), chunk('N', 'length', 1), chunk('es'), chunk('', 'stop')]
    const carried = chunks.map((one) => stream.add(one))
    stream.add({ id: 'cmpl-1', model: 'm-1', choices: [], usage: USAGE })
    expect(carried).toEqual([true, true, true, false])
    const { attributes, output } = stream.response()
    expect(attributes).toEqual({
      'gen_ai.response.id': 'cmpl-1',
      'gen_ai.response.model': 'm-1',
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.usage.input_tokens': 5,
      'gen_ai.usage.output_tokens': 9,
    })
    expect(output?.()).toEqual({ text: 'Yes', toolCalls: [], finishReason: 'stop' })
  })

  it.each([undefined, null, 'x', 7, [], { choices: [null, 7] }])('survives %j', (odd) => {
    const stream = completionsStream('openai', true)
    stream.add(odd)
    const { messages } = completionsResponse(odd, 'openai')
    expect([stream.response().attributes, messages?.()]).toEqual([
      expect.any(Object),
      expect.any(Array),
    ])
  })
})
