import { describe, expect, it } from 'vitest'

import { responsesRequestAttributes } from './request.ts'
import { retrieveBody, retrieveRequestAttributes } from './retrieve.ts'

describe('responsesRequestAttributes', () => {
  it('records every option that was sent', () => {
    const body = {
      model: 'gpt-5',
      input: 'secret',
      instructions: 'secret',
      temperature: 0,
      top_p: 0.5,
      max_output_tokens: 100,
      reasoning: { effort: 'low', summary: 'auto' },
      previous_response_id: 'resp_0',
      conversation: { id: 'conv_1' },
      prompt: { id: 'pmpt_1', version: '7', variables: { name: 'secret' } },
      text: { format: { type: 'json_schema', name: 'secret', schema: {} } },
      service_tier: 'flex',
      stream: true,
      tools: [{ type: 'function', name: 'secret' }],
      metadata: { secret: 'secret' },
    }
    expect(responsesRequestAttributes(body, 'openai')).toEqual({
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.request.temperature': 0,
      'gen_ai.request.top_p': 0.5,
      'gen_ai.request.max_tokens': 100,
      'gen_ai.request.reasoning.level': 'low',
      'gen_ai.request.previous_response.id': 'resp_0',
      'gen_ai.request.stream': true,
      'gen_ai.conversation.id': 'conv_1',
      'gen_ai.prompt.name': 'pmpt_1',
      'gen_ai.prompt.version': '7',
      'gen_ai.output.type': 'json',
      'openai.api.type': 'responses',
      'openai.request.service_tier': 'flex',
    })
  })

  it('leaves out what was not sent, what is the default and what has a wrong type', () => {
    const body = {
      model: null,
      temperature: '1',
      conversation: '',
      prompt: null,
      reasoning: null,
      stream: false,
      service_tier: 'auto',
      text: { verbosity: 'low' },
    }
    expect(responsesRequestAttributes(body, 'openai')).toEqual({ 'openai.api.type': 'responses' })
    expect(responsesRequestAttributes(undefined, 'azure.ai.openai')).toEqual({})
  })

  it.each([
    ['text', 'text'],
    ['json_object', 'json'],
    ['json_schema', 'json'],
    ['grammar', undefined],
  ])('reads the output type of the format %s', (type, output) => {
    const attributes = responsesRequestAttributes({ text: { format: { type } } }, 'groq')
    expect(attributes['gen_ai.output.type']).toBe(output)
  })

  it('takes the conversation by its id as well', () => {
    expect(responsesRequestAttributes({ conversation: 'conv_2' }, 'groq')).toEqual({
      'gen_ai.conversation.id': 'conv_2',
    })
  })
})

describe('retrieveRequestAttributes', () => {
  it('names the response that is fetched, and where its stream goes on', () => {
    const query = { stream: true, starting_after: 0 }
    expect(retrieveRequestAttributes(retrieveBody(['resp_1', query]), 'openai')).toEqual({
      'gen_ai.response.id': 'resp_1',
      'gen_ai.request.stream_cursor': '0',
      'openai.api.type': 'responses',
    })
    expect(retrieveRequestAttributes(retrieveBody(['resp_1']), 'azure.ai.openai')).toEqual({
      'gen_ai.response.id': 'resp_1',
    })
  })
})
