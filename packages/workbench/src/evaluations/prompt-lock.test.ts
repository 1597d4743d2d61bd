import { describe, expect, it } from 'vitest'

import { checkPrompts, type PromptLock } from './prompt-lock.ts'

const one = { prompt: { name: 'search_decision', version: 1 }, text: 'Say Yes or No.' }
const two = {
  prompt: { name: 'search_decision', version: 2 },
  text: [{ role: 'system', content: 'Say Yes.' }],
}

describe('prompts', () => {
  it('are known by the hash of their text, version by version', () => {
    const first = checkPrompts([one, two], {})
    expect(first.added).toEqual(['search_decision version 1', 'search_decision version 2'])
    expect(Object.keys(first.lock['search_decision'] ?? {})).toEqual(['1', '2'])
    expect(checkPrompts([one, two], first.lock)).toEqual({
      changed: [],
      added: [],
      lock: first.lock,
    })
  })

  it('that change without a new version are found, and the lock keeps what it knew', () => {
    const { lock } = checkPrompts([one], {})
    const edited = { ...one, text: 'Say Yes or No, please.' }
    expect(checkPrompts([edited, two], lock)).toMatchObject({
      changed: ['search_decision version 1'],
      added: ['search_decision version 2'],
      lock: { search_decision: { 1: lock['search_decision']?.['1'] } },
    })
  })

  it('are no functions: a change of what they return would not be seen', () => {
    expect(() => checkPrompts([{ ...one, text: () => 'Say Yes or No' }], {})).toThrow(
      'The text of search_decision version 1 is function: give a text, or the messages.',
    )
  })

  it('of the past stay known', () => {
    const lock: PromptLock = { gone: { 1: 'abc' } }
    expect(checkPrompts([one], lock).lock['gone']).toEqual({ 1: 'abc' })
  })
})
