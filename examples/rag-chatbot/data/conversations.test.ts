import { describe, expect, it } from 'vitest'

import { judge } from '../model-server/decide.ts'
import { conversations, DISTINCT_CONVERSATIONS } from './conversations.ts'

const all = conversations(DISTINCT_CONVERSATIONS, 1)
const turns = all.flatMap((conversation) => conversation.turns)

describe('the conversations', () => {
  it('have three turns each, half of them in Japanese', () => {
    expect(all).toHaveLength(120)
    expect(all.every((conversation) => conversation.turns.length === 3)).toBe(true)
    expect(all.filter(({ language }) => language === 'ja')).toHaveLength(60)
  })

  it('cover each of the four checks at least twelve times in each language', () => {
    const counts: Record<string, number> = {}
    for (const { language, turns: ofOne } of all)
      for (const turn of ofOne) {
        const key = `${turn.case} ${language}`
        counts[key] = (counts[key] ?? 0) + 1
      }
    expect(counts).toEqual({
      'first-question en': 60,
      'first-question ja': 60,
      'no-search-needed en': 12,
      'no-search-needed ja': 12,
      'related en': 72,
      'related ja': 72,
      'search-requested en': 12,
      'search-requested ja': 12,
      'unrelated en': 24,
      'unrelated ja': 24,
    })
  })

  it('are half Japanese and hold every check from the first dozen on', () => {
    const first = conversations(12, 1)
    expect(first.filter(({ language }) => language === 'ja')).toHaveLength(6)
    expect(new Set(first.flatMap((one) => one.turns.map((turn) => turn.case))).size).toBe(5)
  })

  it('never open alike, so that each has its own luck with the model', () => {
    expect(new Set(all.map((conversation) => conversation.turns[0]?.question)).size).toBe(120)
  })

  it('never ask the same thing twice in a row', () => {
    const repeated = all.filter(
      ({ turns: ofOne }) => new Set(ofOne.map(({ question }) => question)).size < 3,
    )
    expect(repeated).toEqual([])
  })

  it('are the same for the same seed, and worded otherwise for another', () => {
    expect(conversations(60, 1)).toEqual(all.slice(0, 60))
    expect(conversations(60, 2)).not.toEqual(all.slice(0, 60))
  })

  it('have ids of their own, also beyond the distinct ones', () => {
    expect(new Set(conversations(300, 1).map(({ id }) => id)).size).toBe(300)
  })

  it('are written so that a faultless decision can tell their cases apart', () => {
    const documents = [{ title: 'Any page', text: 'Found by the search before.' }]
    const wrong = turns.filter(
      (turn) =>
        turn.expected !==
        judge({
          questions: [turn.question],
          documents: turn.case === 'first-question' ? [] : documents,
        }),
    )
    expect(wrong).toEqual([])
  })
})
