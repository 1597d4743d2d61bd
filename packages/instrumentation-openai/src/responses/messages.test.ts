import { describe, expect, it } from 'vitest'

import { responsesInput, responsesOutputMessages } from './messages.ts'

const LONG = 'QUJD'.repeat(3000)

function parts(...items: readonly unknown[]): unknown {
  return responsesOutputMessages(items)[0]?.parts
}

describe('responsesInput', () => {
  it('has instructions apart, and a text as one message of the user', () => {
    const body = { instructions: 'Be short.', input: 'Is it new?', tools: [] }
    expect(responsesInput(body)).toEqual({
      systemInstructions: [{ type: 'text', content: 'Be short.' }],
      inputMessages: [{ role: 'user', parts: [{ type: 'text', content: 'Is it new?' }] }],
    })
    expect(responsesInput({ prompt: { id: 'pmpt_1' } })).toEqual({})
  })

  it('keeps the items in their order, each with its role', () => {
    const input = [
      { role: 'developer', content: 'Be short.' },
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look' },
          { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'low' },
          { type: 'input_image', file_id: 'file_1' },
          { type: 'input_image', image_url: `data:image/png;base64,${LONG}` },
          { type: 'input_file', file_url: 'https://example.com/a.pdf' },
          { type: 'input_file', filename: 'a.pdf', file_data: 'QUJD' },
          { type: 'input_audio', input_audio: { data: 'QUJD', format: 'mp3' } },
          { type: 'input_smell', smell: 'rose', data: LONG },
        ],
      },
      { type: 'reasoning', summary: [], encrypted_content: 'secret' },
      { type: 'function_call', call_id: 'a', name: 'search', arguments: '{"q":1}' },
      { type: 'function_call_output', call_id: 'a', output: '7 hits' },
      {
        type: 'function_call_output',
        call_id: 'b',
        output: [{ type: 'input_text', text: 'a part' }],
      },
      {
        type: 'computer_call_output',
        call_id: 'c',
        output: { type: 'computer_screenshot', file_id: 'file_2' },
      },
      { type: 'shell_call_output', call_id: 'd', output: [{ stdout: 'ok', b64_json: 'secret' }] },
      { type: 'mcp_approval_response', approval_request_id: 'm', approve: true },
      { type: 'item_reference', id: 'msg_1' },
      { type: 'telepathy_call', id: 't', thought: 'hm', encrypted_content: 'secret', raw: LONG },
    ]
    expect(responsesInput({ input }).inputMessages).toEqual([
      { role: 'developer', parts: [{ type: 'text', content: 'Be short.' }] },
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Look' },
          { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
          { type: 'file', modality: 'image', file_id: 'file_1' },
          { type: 'blob', modality: 'image', content: LONG, mime_type: 'image/png' },
          { type: 'uri', modality: 'document', uri: 'https://example.com/a.pdf' },
          { type: 'blob', modality: 'document', content: 'QUJD' },
          { type: 'blob', modality: 'audio', content: 'QUJD', mime_type: 'audio/mp3' },
          { type: 'generic', generic_type: 'input_smell', smell: 'rose', data: '' },
        ],
      },
      { role: 'assistant', parts: [] },
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', name: 'search', id: 'a', arguments: { q: 1 } }],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'a', response: '7 hits' }] },
      {
        role: 'tool',
        parts: [
          {
            type: 'tool_call_response',
            id: 'b',
            response: [{ type: 'text', content: 'a part' }],
          },
        ],
      },
      {
        role: 'tool',
        parts: [
          {
            type: 'tool_call_response',
            id: 'c',
            response: [{ type: 'file', modality: 'image', file_id: 'file_2' }],
          },
        ],
      },
      {
        role: 'tool',
        parts: [{ type: 'tool_call_response', id: 'd', response: [{ stdout: 'ok' }] }],
      },
      {
        role: 'user',
        parts: [
          {
            type: 'generic',
            generic_type: 'mcp_approval_response',
            approval_request_id: 'm',
            approve: true,
          },
        ],
      },
      {
        role: 'assistant',
        parts: [{ type: 'generic', generic_type: 'item_reference', id: 'msg_1' }],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'generic', generic_type: 'telepathy_call', id: 't', thought: 'hm', raw: '' },
        ],
      },
    ])
  })

  it('has type, name, description and parameters of the tools, and nothing else of them', () => {
    const tools = [
      { type: 'function', name: 'search', description: 'secret', parameters: {} },
      { type: 'web_search', user_location: 'secret' },
      { type: 'mcp', server_label: 'dice', server_url: 'https://secret' },
    ]
    expect(responsesInput({ tools })).toEqual({
      toolDefinitions: [
        { type: 'function', name: 'search', description: 'secret', parameters: {} },
        { type: 'web_search', name: 'web_search' },
        { type: 'mcp', name: 'dice' },
      ],
    })
  })

  it('takes instructions that are items, and is not upset by what is none', () => {
    const instructions = [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Be kind.' }] },
    ]
    expect(responsesInput({ instructions, input: [null, 7, 'x', {}] })).toEqual({
      systemInstructions: [{ type: 'text', content: 'Be kind.' }],
      inputMessages: Array.from({ length: 4 }, () => ({ role: 'user', parts: [] })),
    })
  })
})

describe('responsesOutputMessages', () => {
  it('is one message with all the items', () => {
    const content = [
      { type: 'output_text', text: 'Yes', annotations: [{ type: 'url_citation' }] },
      { type: 'refusal', refusal: 'No' },
    ]
    const items = [
      {
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: 'Hm' }],
        content: [{ type: 'reasoning_text', text: 'Oh' }],
        encrypted_content: 'secret',
      },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'repeated' }] },
      { type: 'message', role: 'assistant', content },
    ]
    expect(responsesOutputMessages(items)).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Hm' },
          { type: 'reasoning', content: 'Oh' },
          { type: 'text', content: 'Yes' },
          { type: 'refusal', content: 'No' },
        ],
      },
    ])
    expect(responsesOutputMessages([])).toEqual([])
  })

  it.each([
    [
      { type: 'custom_tool_call', call_id: 'a', name: 'code', input: 'print(1)' },
      { type: 'tool_call', name: 'code', id: 'a', arguments: { input: 'print(1)' } },
    ],
    [
      { type: 'computer_call', call_id: 'a', action: { type: 'click', x: 1 } },
      { type: 'tool_call', name: 'computer', id: 'a', arguments: { type: 'click', x: 1 } },
    ],
    [
      { type: 'local_shell_call', call_id: 'a', action: { command: ['ls'] } },
      { type: 'tool_call', name: 'local_shell', id: 'a', arguments: { command: ['ls'] } },
    ],
    [
      { type: 'shell_call', call_id: 'a', action: { commands: ['ls'] } },
      { type: 'tool_call', name: 'shell', id: 'a', arguments: { commands: ['ls'] } },
    ],
    [
      { type: 'apply_patch_call', call_id: 'a', operation: { type: 'delete_file', path: 'x' } },
      {
        type: 'tool_call',
        name: 'apply_patch',
        id: 'a',
        arguments: { type: 'delete_file', path: 'x' },
      },
    ],
    [
      { type: 'compaction', id: 'cmp_1', encrypted_content: 'secret' },
      { type: 'compaction', id: 'cmp_1' },
    ],
    [
      { type: 'image_generation_call', id: 'i', result: LONG, revised_prompt: 'A cat' },
      {
        type: 'server_tool_call',
        name: 'image_generation',
        id: 'i',
        server_tool_call: { type: 'image_generation', revised_prompt: 'A cat' },
      },
    ],
    [
      { type: 'web_search_call', id: 'w', action: { type: 'search', query: 'q' } },
      {
        type: 'server_tool_call',
        name: 'web_search',
        id: 'w',
        server_tool_call: { type: 'web_search', action: { type: 'search', query: 'q' } },
      },
    ],
  ])('has the shape of the schemas for %j', (item, part) => {
    expect(parts(item)).toEqual([part])
  })

  it.each([
    [
      { type: 'file_search_call', id: 'f', queries: ['q'], results: [{ text: 'hit' }] },
      { type: 'file_search', queries: ['q'] },
      { type: 'file_search', results: [{ text: 'hit' }] },
    ],
    [
      {
        type: 'code_interpreter_call',
        id: 'f',
        code: '1',
        outputs: [{ type: 'image', url: `data:image/png;base64,${LONG}` }],
      },
      { type: 'code_interpreter', code: '1' },
      { type: 'code_interpreter', outputs: [{ type: 'image', url: 'data:image/png;base64,' }] },
    ],
    [
      { type: 'mcp_call', id: 'f', server_label: 's', arguments: '{"a":1}', output: '4' },
      { type: 'mcp', server_label: 's', arguments: { a: 1 } },
      { type: 'mcp', output: '4' },
    ],
    [
      {
        type: 'mcp_list_tools',
        id: 'f',
        server_label: 's',
        tools: [{ name: 'roll', description: 'secret', input_schema: {} }],
      },
      { type: 'mcp_list_tools', server_label: 's' },
      { type: 'mcp_list_tools', tools: [{ type: 'function', name: 'roll' }] },
    ],
  ])('has call and result of a tool of the provider: %j', (item, call, result) => {
    expect(parts(item)).toEqual([
      { type: 'server_tool_call', name: call.type, id: 'f', server_tool_call: call },
      { type: 'server_tool_call_response', id: 'f', server_tool_call_response: result },
    ])
  })

  it('has results that are items of their own', () => {
    const items = [
      { type: 'program_output', call_id: 'p', result: '{"a":1}', fingerprint: 'secret' },
      { type: 'tool_search_output', id: 't', call_id: null, tools: [{ name: 'a' }] },
    ]
    expect(parts(...items)).toEqual([
      {
        type: 'server_tool_call_response',
        id: 'p',
        server_tool_call_response: { type: 'program', result: '{"a":1}' },
      },
      {
        type: 'server_tool_call_response',
        id: 't',
        server_tool_call_response: {
          type: 'tool_search',
          tools: [{ type: 'function', name: 'a' }],
        },
      },
    ])
  })

  it('has a result also where none was sent', () => {
    expect(parts({ type: 'function_call_output', call_id: 'a' })).toEqual([
      { type: 'tool_call_response', id: 'a', response: null },
    ])
  })

  it('ends somewhere in a value that is nested without end', () => {
    const cycle: { inner?: unknown } = {}
    cycle.inner = cycle
    expect(JSON.stringify(parts({ type: 'constructor', cycle })).length).toBeLessThan(200)
  })
})
