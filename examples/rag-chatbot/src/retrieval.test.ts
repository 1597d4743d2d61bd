import { describe, expect, it } from 'vitest'

import { topics } from '../data/handbook-document.ts'
import { handbook } from '../data/handbook.ts'
import { questionsEn } from '../data/questions-en.ts'
import { questionsJa } from '../data/questions-ja.ts'
import { createSearch } from './retrieval.ts'
import { words } from './words.ts'

const search = createSearch(handbook)
const ids = (question: string): string[] => search.find(question).map(({ id }) => id)

describe('the search', () => {
  it.each([
    { language: 'en', table: questionsEn },
    { language: 'ja', table: questionsJa },
  ])('finds the page of every $language question first', ({ language, table }) => {
    const missed = topics.flatMap((topic) =>
      [...table.topics[topic].questions, table.searchRequest(table.topics[topic].subject)]
        .filter((question) => ids(question)[0] !== `${topic}-${language}`)
        .map((question) => `${question} → ${ids(question).join(', ')}`),
    )
    expect(missed).toEqual([])
  })

  it('finds Japanese words inside a sentence without spaces', () => {
    expect(ids('先週から領収書が見つかりません')[0]).toBe('expenses-ja')
  })

  it('takes full-width letters for what they are', () => {
    expect(ids('ＷＩ－ＦＩ')).toEqual(ids('wi-fi'))
    expect(ids('ＷＩ－ＦＩ').toSorted()).toEqual(['visitors-en', 'visitors-ja'])
  })

  it('finds nothing for words that no page has', () => {
    expect(ids('zeppelin')).toEqual([])
  })

  it('finds at most two pages unless told otherwise', () => {
    expect(ids('approval')).toHaveLength(2)
    expect(createSearch(handbook, 3).find('approval')).toHaveLength(3)
  })
})

describe('words', () => {
  it('keeps what carries meaning, in both languages', () => {
    expect(words('Where do the visitors park?')).toEqual(['visitor', 'park'])
    expect(words('予約の方法')).toEqual(['予約', '方法'])
  })
})
