import { describe, expect, it } from 'vitest'

import { caseInput, caseTitle } from './case-input.ts'

const text = (role: string, said: string): object => ({
  role,
  parts: [{ kind: 'text', text: said }],
})

describe('the input of a case', () => {
  it('has its messages as a conversation, and the rest by its names', () => {
    const input = caseInput({
      messages: [
        { role: 'user', content: 'Where is\n room 4?' },
        { role: 'assistant', content: 'On the second floor.' },
      ],
      documents: ['rooms-en', 'health-en'],
      found: [],
      customer: { plan: 'free' },
    })
    expect(input).toEqual({
      messages: [text('user', 'Where is\n room 4?'), text('assistant', 'On the second floor.')],
      rest: [
        ['documents', 'rooms-en, health-en'],
        ['customer', '{\n  "plan": "free"\n}'],
      ],
    })
    expect(caseTitle(input)).toBe('Where is room 4?')
  })

  it.each([
    ['hello', { messages: [text('user', 'hello')], rest: [] }],
    [
      [{ role: 'user', parts: [{ type: 'text', content: 'hello' }] }],
      { messages: [text('user', 'hello')], rest: [] },
    ],
    [{ question: 'why?' }, { messages: [], rest: [['question', 'why?']] }],
    [
      { rows: [{ role: 'user' }] },
      { messages: [], rest: [['rows', '[\n  {\n    "role": "user"\n  }\n]']] },
    ],
    [42, { messages: [], rest: [['', '42']] }],
    [null, { messages: [], rest: [['', '']] }],
  ])('may be %j', (value, shown) => {
    expect(caseInput(value)).toEqual(shown)
  })

  it('has a line for a list, of whatever there is', () => {
    expect(caseTitle(caseInput({ question: 'why?', page: 'a' }))).toBe('why? a')
    expect(caseTitle(caseInput({}))).toBe('')
  })
})
