import { describe, expect, it } from 'vitest'

import { contentOf, type ContentRow } from './content.ts'
import { parseInstructions, parseMessages } from './messages.ts'

const row = (changes: Partial<ContentRow>): ContentRow => ({
  Key: 'gen_ai.input.messages',
  State: 'whole',
  Text: '',
  Source: 'Properties',
  Bytes: null,
  ...changes,
})
const said = (role: string, content: string): string =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

describe('messages', () => {
  it('have every kind of part as text', () => {
    const parts = [
      { type: 'text', content: 'Hello' },
      { type: 'reasoning', content: 'Think.' },
      { type: 'tool_call', id: 'c1', name: 'search', arguments: { q: 'a' } },
      { type: 'tool_call_response', id: 'c1', response: 'found' },
      { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
      { type: 'of tomorrow', value: 1 },
    ]
    const json = JSON.stringify([{ role: 'assistant', parts, finish_reason: 'tool_call' }])
    expect(parseMessages(json)).toEqual([
      {
        role: 'assistant',
        finish: 'tool_call',
        parts: [
          { kind: 'text', text: 'Hello' },
          { kind: 'reasoning', text: 'Think.' },
          { kind: 'tool-call', id: 'c1', name: 'search', text: '{\n  "q": "a"\n}' },
          { kind: 'tool-result', id: 'c1', text: 'found' },
          { kind: 'media', media: 'image/png' },
          { kind: 'text', text: '{\n  "type": "of tomorrow",\n  "value": 1\n}' },
        ],
      },
    ])
  })

  it('are taken as a list too, and with plain content', () => {
    expect(parseMessages([{ role: 'user', content: 'Hi' }, 7, null])).toEqual([
      { role: 'user', parts: [{ kind: 'text', text: 'Hi' }] },
    ])
    expect(parseInstructions('[{"type":"text","content":"Be brief."}]')).toEqual([
      { kind: 'text', text: 'Be brief.' },
    ])
  })

  it.each(['', '[{"role":"us', '{}', 'see AppGenAIContent', undefined, 3])(
    'are not in %j',
    (value) => {
      expect(parseMessages(value)).toBeUndefined()
    },
  )
})

describe('the content of a call', () => {
  it('is its instructions, its messages and what else was captured', () => {
    const tools = row({ Key: 'gen_ai.tool.definitions', Text: '[]' })
    expect(
      contentOf([
        row({ Key: 'gen_ai.system_instructions', Text: '[{"type":"text","content":"Be brief."}]' }),
        row({ Text: said('user', 'Where?') }),
        row({ Key: 'gen_ai.output.messages', Text: said('assistant', 'There.') }),
        tools,
      ]),
    ).toEqual({
      instructions: [{ kind: 'text', text: 'Be brief.' }],
      input: [{ role: 'user', parts: [{ kind: 'text', text: 'Where?' }] }],
      output: [{ role: 'assistant', parts: [{ kind: 'text', text: 'There.' }] }],
      others: [tools],
      notices: [],
    })
  })

  it.each([
    [[row({ Key: '', State: 'not captured' })], [{ kind: 'not captured', key: '', bytes: null }]],
    [
      [
        row({ State: 'cut', Bytes: 70_000, Text: said('user', 'W') }),
        row({ Key: 'gen_ai.output.messages', Text: '[]' }),
      ],
      [{ kind: 'cut', key: 'gen_ai.input.messages', bytes: 70_000 }],
    ],
    [
      [row({ Text: '[{"role":' })],
      [{ kind: 'unreadable', key: 'gen_ai.input.messages', bytes: null }],
    ],
    [[row({ Text: said('user', 'Where?') })], [{ kind: 'no output', key: '', bytes: null }]],
    [[], []],
  ] as const)('of %j says %j', (rows, notices) => {
    expect(contentOf(rows).notices).toEqual(notices)
  })
})
