import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { judge } from '../model-server/decide.ts'
import { handbook } from './handbook.ts'

interface Case {
  readonly id: string
  readonly tags: readonly string[]
  readonly input: {
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly documents: readonly string[]
  }
  readonly expected: string
}

const cases = readFileSync(new URL('search-decision.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

describe('the data set of the search decision', () => {
  it('has at least twelve cases of each check, sixty in all, each with its own id', () => {
    const count = (tag: string): number => cases.filter(({ tags }) => tags.includes(tag)).length

    expect(Math.min(...[1, 2, 3, 4].map((n) => count(`check-${n}`)))).toBeGreaterThanOrEqual(12)
    expect(Math.min(count('en'), count('ja'))).toBeGreaterThanOrEqual(30)
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  })

  it('expects what the four checks say of each case', () => {
    const judged = cases.map(({ id, input }) => {
      const questions = input.messages
        .filter(({ role }) => role === 'user')
        .map(({ content }) => content)
      const documents = handbook.filter((page) => input.documents.includes(page.id))
      return [id, judge({ questions, documents })]
    })

    expect(judged).toEqual(cases.map(({ id, expected }) => [id, expected]))
  })
})
