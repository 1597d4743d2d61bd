import { describe, expect, it } from 'vitest'

import { CALL, FAILED, INCOMPLETE, refused, response, said } from '../testing/responses-fixtures.ts'
import { responsesResponse } from './response.ts'
import { retrieveResponse } from './retrieve.ts'

const ATTRIBUTES = {
  'gen_ai.response.id': 'resp_1',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.response.finish_reasons': ['stop'],
  'openai.response.service_tier': 'default',
  'gen_ai.usage.input_tokens': 12,
  'gen_ai.usage.output_tokens': 5,
  'gen_ai.usage.cache_read.input_tokens': 4,
  'gen_ai.usage.cache_write.input_tokens': 3,
  'gen_ai.usage.reasoning.output_tokens': 2,
}

describe('responsesResponse', () => {
  it('reads identity, finish reason, tier and usage with its parts', () => {
    const { attributes, failure } = responsesResponse(response([said('Yes')]), 'openai')
    expect({ attributes, failure }).toEqual({ attributes: ATTRIBUTES, failure: undefined })
  })

  it('has no attribute of OpenAI for other providers', () => {
    const { attributes } = responsesResponse(response([said('Yes')]), 'azure.ai.openai')
    const { 'openai.response.service_tier': _, ...common } = ATTRIBUTES
    expect(attributes).toEqual(common)
  })

  it('says that the conversation was compacted', () => {
    const compaction = { id: 'cmp_1', type: 'compaction', encrypted_content: 'secret' }
    const { attributes } = responsesResponse(response([compaction, said('Yes')]), 'openai')
    expect(attributes).toEqual({ ...ATTRIBUTES, 'gen_ai.conversation.compacted': true })
  })

  it.each([
    ['a text', [said('Yes')], {}, { text: 'Yes', toolCalls: [], finishReason: 'stop' }],
    ['texts, joined', [said('Y'), said('es')], {}, { text: 'Yes', toolCalls: [] }],
    ['a refusal', [refused('No way.')], {}, { text: '', refusal: 'No way.' }],
    ['a call', [CALL], {}, { text: '', toolCalls: ['search'], finishReason: 'tool_calls' }],
    [
      'a hosted shell with its output',
      [
        { type: 'shell_call', call_id: 'a' },
        { type: 'shell_call_output', call_id: 'a' },
        said('Yes'),
      ],
      {},
      { text: 'Yes', toolCalls: [], finishReason: 'stop' },
    ],
    [
      'a shell of the application',
      [{ type: 'shell_call', call_id: 'a' }],
      {},
      { toolCalls: [''], finishReason: 'tool_calls' },
    ],
    ['an approval', [{ type: 'mcp_approval_request' }], {}, { toolCalls: [''] }],
    ['a hosted tool', [{ type: 'web_search_call' }, said('Yes')], {}, { toolCalls: [] }],
    [
      'a search of tools by the application',
      [{ type: 'tool_search_call', execution: 'client' }],
      {},
      { toolCalls: [''] },
    ],
    ['a text that was cut', [said('Y')], INCOMPLETE, { text: 'Y', finishReason: 'length' }],
    [
      'a filtered text',
      [],
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
      { text: '', finishReason: 'content_filter' },
    ],
    [
      'a cut without its reason',
      [],
      { status: 'incomplete', incomplete_details: null },
      { text: '', finishReason: 'error' },
    ],
    ['a cancelled response', [], { status: 'cancelled' }, { text: '', finishReason: 'error' }],
  ])('gives a contract %s', (_what, output, more, expected) => {
    const read = responsesResponse(response(output, more), 'openai')
    expect(read.output?.()).toMatchObject(expected)
    expect(read.failure).toBeUndefined()
  })

  it.each(['queued', 'in_progress', undefined])(
    'expects no finish reason and no output of a response that is %s',
    (status) => {
      const read = responsesResponse(response([], { status, usage: null }), 'openai')
      expect([read.attributes['gen_ai.response.finish_reasons'], read.output?.()]).toEqual([
        undefined,
        undefined,
      ])
    },
  )

  it('knows that a response failed, although HTTP says 200', () => {
    const { attributes, failure } = responsesResponse(response([], FAILED), 'openai')
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['error'])
    expect(failure).toBeInstanceOf(Error)
    expect(failure).toMatchObject({
      message: 'The model is overloaded.',
      code: 'server_error',
      stack: 'server_error: The model is overloaded.',
    })
    const nameless = responsesResponse({ status: 'failed', error: null }, 'openai').failure
    expect(nameless).toMatchObject({ code: 'response_failed', message: 'the response failed' })
  })

  it.each([undefined, null, 'text', 7, [], {}, { output: 'x', usage: [], error: 'x' }])(
    'says nothing of %j',
    (body) => {
      const { attributes, failure, messages, output } = responsesResponse(body, 'openai')
      expect({ attributes, failure, output: output?.(), messages: messages?.() }).toEqual({
        attributes: {},
        failure: undefined,
        output: undefined,
        messages: [],
      })
    },
  )
})

describe('retrieveResponse', () => {
  it('has the state of the response, and neither usage nor a failure of its own', () => {
    const read = retrieveResponse(response([], FAILED), 'openai')
    expect({ ...read, messages: read.messages?.() }).toEqual({
      attributes: {
        'gen_ai.response.id': 'resp_1',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.status': 'failed',
        'gen_ai.response.finish_reasons': ['error'],
        'openai.response.service_tier': 'default',
      },
      messages: [],
    })
  })
})
