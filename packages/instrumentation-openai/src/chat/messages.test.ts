import { describe, expect, it } from 'vitest'

import { choice } from '../testing/fixtures.ts'
import { chatInput, chatOutputMessages } from './messages.ts'

describe('chatInput', () => {
  it('keeps every role in the order of the request', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
      { role: 'user', content: 'Hello', name: 'ann' },
      {
        role: 'assistant',
        content: null,
        refusal: 'No.',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
          { id: 'c2', type: 'function', function: { name: 'g', arguments: '{"a"' } },
          { id: 'c3', type: 'custom', custom: { name: 'h', input: 'free text' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'found' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'x' }] },
      { role: 'assistant', content: 'Old', function_call: { name: 'old', arguments: '{}' } },
      { role: 'function', name: 'old', content: 'result' },
    ]
    expect(chatInput({ messages })).toEqual({
      inputMessages: [
        { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
        { role: 'developer', parts: [{ type: 'text', content: 'Be kind.' }] },
        { role: 'user', name: 'ann', parts: [{ type: 'text', content: 'Hello' }] },
        {
          role: 'assistant',
          parts: [
            { type: 'refusal', content: 'No.' },
            { type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } },
            { type: 'tool_call', id: 'c2', name: 'g', arguments: '{"a"' },
            { type: 'tool_call', id: 'c3', name: 'h', arguments: { input: 'free text' } },
          ],
        },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'found' }] },
        {
          role: 'tool',
          parts: [
            {
              type: 'tool_call_response',
              id: 'c2',
              response: [{ type: 'text', content: 'x' }],
            },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'text', content: 'Old' },
            { type: 'tool_call', name: 'old', arguments: {} },
          ],
        },
        {
          role: 'function',
          name: 'old',
          parts: [{ type: 'tool_call_response', response: 'result' }],
        },
      ],
    })
  })

  it('keeps pictures, sound and files as parts, and no file name', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'image_url', image_url: { url: 'data:,plain' } },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(9000)}` } },
      { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
      { type: 'file', file: { file_id: 'file-1', filename: 'secret.pdf' } },
      { type: 'file', file: { file_data: 'data:application/pdf;base64,CCCC', filename: 's' } },
      { type: 'refusal', refusal: 'No.' },
      { type: 'hologram', data: 'x' },
      null,
    ]
    expect(chatInput({ messages: [{ role: 'user', content }] })).toEqual({
      inputMessages: [
        {
          role: 'user',
          parts: [
            { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
            { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
            { type: 'blob', modality: 'image', content: 'cGxhaW4=' },
            {
              type: 'blob',
              modality: 'image',
              mime_type: 'image/png',
              content: 'A'.repeat(9000),
            },
            { type: 'blob', modality: 'audio', mime_type: 'audio/wav', content: 'BBBB' },
            { type: 'file', modality: 'document', file_id: 'file-1' },
            { type: 'blob', modality: 'document', mime_type: 'application/pdf', content: 'CCCC' },
            { type: 'refusal', content: 'No.' },
          ],
        },
      ],
    })
  })

  it('has the tools as they were sent, flat, and leaves it to the content policy what to record', () => {
    const body = {
      tools: [
        { type: 'function', function: { name: 'f', description: 'secret', parameters: {} } },
        { type: 'custom', custom: { name: 'c', description: 'secret' } },
        { type: 'unknown' },
      ],
      functions: [{ name: 'old', description: 'secret' }],
    }
    expect(chatInput(body)).toEqual({
      toolDefinitions: [
        { type: 'function', name: 'f', description: 'secret', parameters: {} },
        { type: 'custom', name: 'c', description: 'secret' },
        { type: 'function', name: 'old', description: 'secret' },
      ],
    })
  })

  it.each([undefined, 'text', {}, { messages: 'x' }])('has nothing to say of %j', (body) => {
    expect(chatInput(body)).toEqual({})
  })
})

describe('chatOutputMessages', () => {
  it('gives one message per choice, with reasoning, text and sound', () => {
    const choices = [
      choice({ content: 'Yes', reasoning_content: 'Because.' }),
      choice({ content: null, audio: { id: 'a', data: 'AAAA', transcript: 'Hi' } }, 'stop', 1),
      choice({ content: null }, 'length', 2),
    ]
    expect(chatOutputMessages(choices)).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Because.' },
          { type: 'text', content: 'Yes' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Hi' },
          { type: 'blob', modality: 'audio', content: 'AAAA' },
        ],
      },
      { role: 'assistant', parts: [] },
    ])
  })

  it('points to sound that was spoken before by its id', () => {
    const messages = [{ role: 'assistant', audio: { id: 'audio_1' } }]
    expect(chatInput({ messages }).inputMessages).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'file', modality: 'audio', file_id: 'audio_1' }],
      },
    ])
  })
})
