import { describe, expect, it } from 'vitest'

import { choice, completion } from '../testing/fixtures.ts'
import { chatResponse } from './response.ts'

describe('chatResponse', () => {
  it('reads identity, finish reasons, tier and usage with its parts', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: {
        cached_tokens: 40,
        cache_write_tokens: 10,
        audio_tokens: 5,
        text_tokens: 85,
        image_tokens: 10,
      },
      completion_tokens_details: {
        reasoning_tokens: 20,
        audio_tokens: 1,
        text_tokens: 49,
        image_tokens: 0,
        accepted_prediction_tokens: 3,
      },
    }
    const choices = [choice({ content: 'a' }), choice({ content: 'b' }, 'length', 1)]
    expect(chatResponse(completion(choices, { usage }), 'openai').attributes).toEqual({
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'openai.response.service_tier': 'default',
      'openai.response.system_fingerprint': 'fp_1',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 50,
      'gen_ai.usage.cache_read.input_tokens': 40,
      'gen_ai.usage.cache_write.input_tokens': 10,
      'gen_ai.usage.text.input_tokens': 85,
      'gen_ai.usage.image.input_tokens': 10,
      'gen_ai.usage.audio.input_tokens': 5,
      'gen_ai.usage.reasoning.output_tokens': 20,
      'gen_ai.usage.text.output_tokens': 49,
      'gen_ai.usage.image.output_tokens': 0,
      'gen_ai.usage.audio.output_tokens': 1,
    })
  })

  it('has no attribute of OpenAI for other providers, and none for details that are null', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, prompt_tokens_details: null }
    const answer = completion([choice({ content: 'a' })], { usage })
    expect(chatResponse(answer, 'azure.ai.openai').attributes).toEqual({
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 1,
      'gen_ai.usage.output_tokens': 2,
    })
  })

  it('adds reasoning to the output where the total shows that it was counted beside it', () => {
    const completion_tokens_details = { reasoning_tokens: 340 }
    const usage = { prompt_tokens: 12, completion_tokens: 2, completion_tokens_details }
    const count = (total_tokens: number): unknown =>
      chatResponse({ usage: { ...usage, total_tokens } }, 'x_ai').attributes
    expect(count(354)).toEqual({
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 342,
      'gen_ai.usage.reasoning.output_tokens': 340,
    })
    expect(count(14)).toMatchObject({ 'gen_ai.usage.output_tokens': 2 })
  })

  it.each([undefined, null, 'text', 7, [], {}, { choices: 'x', usage: [] }])(
    'says nothing of %j',
    (body) => {
      const { attributes, messages, output } = chatResponse(body, 'openai')
      expect({ attributes, output: output?.(), messages: messages?.() }).toEqual({
        attributes: {},
        output: undefined,
        messages: [],
      })
    },
  )

  it.each([
    [{ content: 'Yes' }, 'stop', { text: 'Yes', toolCalls: [], finishReason: 'stop' }],
    [
      { content: null, refusal: 'No way.', function_call: null },
      'stop',
      { text: '', toolCalls: [], refusal: 'No way.', finishReason: 'stop' },
    ],
    [
      { content: null, tool_calls: [{ id: 'a' }] },
      'tool_calls',
      { text: '', toolCalls: [''], toolArguments: [''], finishReason: 'tool_calls' },
    ],
    [
      { content: null, function_call: { name: 'f', arguments: '{}' } },
      'function_call',
      { text: '', toolCalls: ['f'], toolArguments: ['{}'], finishReason: 'function_call' },
    ],
    [{ content: null, audio: { transcript: 'Hi' } }, null, { text: 'Hi', toolCalls: [] }],
  ])('gives a contract the first choice of %j', (message, reason, output) => {
    expect(chatResponse(completion([choice(message, reason)]), 'openai').output?.()).toEqual(output)
  })
})
