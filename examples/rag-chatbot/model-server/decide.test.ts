import { describe, expect, it } from 'vitest'

import { createChance } from './chance.ts'
import { decide } from './decide.ts'
import { NO_FAULTS, type Rates } from './rates.ts'
import type { PromptView, Rules } from './read-prompt.ts'

const page = { title: 'Annual leave', text: 'Every employee has 20 days.' }
const SAYS_NOTHING: Rules = {
  firstSearch: false,
  sameSubject: false,
  otherSubject: false,
  oneWord: false,
  saveSearches: false,
}
const view = (questions: string[], documents: PromptView['documents'] = [page]): PromptView => ({
  kind: 'search_decision',
  questions,
  documents,
  rules: SAYS_NOTHING,
})
const first = view(['How many days of leave do I have?'], [])
const related = view(['How many days of leave do I have?', 'When do those expire?'])
const unrelated = view(['How many days of leave do I have?', 'How do I book a room?'])

function answer(to: PromptView, rates: Partial<Rates> = {}): string {
  return decide(to, createChance(1), { ...NO_FAULTS, ...rates }, JSON.stringify(to))
}

describe('a faultless model', () => {
  it.each([
    { what: 'small talk', to: view(['Hello!'], []), expected: 'No' },
    { what: 'Japanese small talk', to: view(['こんにちは。'], []), expected: 'No' },
    { what: 'a first question', to: first, expected: 'Yes' },
    { what: 'a related question', to: related, expected: 'No' },
    {
      what: 'a related Japanese question',
      to: view(['休暇は?', 'それはいつですか?']),
      expected: 'No',
    },
    { what: 'an unrelated question', to: unrelated, expected: 'Yes' },
    { what: 'a wish to search', to: view(['Leave?', 'Please search it again.']), expected: 'Yes' },
    {
      what: 'a Japanese wish to search',
      to: view(['休暇は?', 'それを検索してください。']),
      expected: 'Yes',
    },
  ])('answers $what with $expected', ({ to, expected }) => {
    expect(answer(to)).toBe(expected)
  })
})

describe('a faulty model', () => {
  it('says No on turn 1 only by that rate', () => {
    expect(answer(first, { noOnFirstTurn: 1 })).toBe('No')
    expect(answer(first, { missedSearch: 1 })).toBe('Yes')
  })

  it('misses a needed search on a later turn only by that rate', () => {
    expect(answer(unrelated, { missedSearch: 1 })).toBe('No')
    expect(answer(unrelated, { noOnFirstTurn: 1 })).toBe('Yes')
  })

  it('searches on every turn of a conversation', () => {
    expect([first, related, unrelated].map((to) => answer(to, { searchEveryTurn: 1 }))).toEqual([
      'Yes',
      'Yes',
      'Yes',
    ])
  })

  it('leaves the format, near the answer it meant', () => {
    expect(answer(first, { invalidFormat: 1 })).not.toMatch(/^(Yes|No)$/)
    expect(answer(related, { invalidFormat: 1 })).not.toMatch(/^(Yes|No)$/)
  })
})
