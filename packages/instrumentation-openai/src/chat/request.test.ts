import { describe, expect, it } from 'vitest'

import { chatRequestAttributes } from './request.ts'

describe('chatRequestAttributes', () => {
  it('records every option that was sent', () => {
    const body = {
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'secret' }],
      n: 2,
      temperature: 0.5,
      top_p: 0.9,
      frequency_penalty: 0.1,
      presence_penalty: -0.1,
      max_tokens: 10,
      max_completion_tokens: 20,
      seed: 7,
      stop: ['a', 'b'],
      stream: true,
      reasoning_effort: 'low',
      service_tier: 'flex',
      response_format: { type: 'json_schema', json_schema: { name: 'secret' } },
      user: 'secret',
    }
    expect(chatRequestAttributes(body, 'openai')).toEqual({
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.top_p': 0.9,
      'gen_ai.request.frequency_penalty': 0.1,
      'gen_ai.request.presence_penalty': -0.1,
      'gen_ai.request.max_tokens': 20,
      'gen_ai.request.seed': 7,
      'gen_ai.request.stop_sequences': ['a', 'b'],
      'gen_ai.request.stream': true,
      'gen_ai.request.reasoning.level': 'low',
      'gen_ai.output.type': 'json',
      'openai.api.type': 'chat_completions',
      'openai.request.service_tier': 'flex',
    })
  })

  it('records zeros, which are values', () => {
    const zero = { temperature: 0, top_p: 0, frequency_penalty: 0, presence_penalty: 0, seed: 0 }
    expect(chatRequestAttributes(zero, 'azure.ai.openai')).toEqual({
      'gen_ai.request.temperature': 0,
      'gen_ai.request.top_p': 0,
      'gen_ai.request.frequency_penalty': 0,
      'gen_ai.request.presence_penalty': 0,
      'gen_ai.request.seed': 0,
    })
  })

  it('leaves out what was not sent, what is the default and what has a wrong type', () => {
    const body = {
      model: 7,
      n: 1,
      stop: null,
      stream: false,
      temperature: '0.5',
      max_tokens: 1.5,
      service_tier: 'auto',
      response_format: null,
    }
    expect(chatRequestAttributes(body, 'openai')).toEqual({ 'openai.api.type': 'chat_completions' })
    expect(chatRequestAttributes(undefined, 'groq')).toEqual({})
  })

  it('gives one stop sequence as an array', () => {
    expect(chatRequestAttributes({ stop: '\n' }, 'groq')).toEqual({
      'gen_ai.request.stop_sequences': ['\n'],
    })
  })

  it.each([
    [{ response_format: { type: 'text' } }, 'text'],
    [{ response_format: { type: 'json_object' } }, 'json'],
    [{ modalities: ['text', 'audio'] }, 'speech'],
    [{ modalities: ['text'] }, 'text'],
    [{ response_format: { type: 'grammar' } }, undefined],
  ])('reads the output type of %j', (body, type) => {
    expect(chatRequestAttributes(body, 'groq')['gen_ai.output.type']).toBe(type)
  })
})
