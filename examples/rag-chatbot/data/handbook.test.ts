import { describe, expect, it } from 'vitest'

import { topics } from './handbook-document.ts'
import { handbook } from './handbook.ts'

describe('the handbook', () => {
  it('has one page a topic and language', () => {
    expect(handbook.map(({ id }) => id).toSorted()).toEqual(
      topics.flatMap((topic) => [`${topic}-en`, `${topic}-ja`]).toSorted(),
    )
  })

  it('has pages short enough for a prompt, each in its language, on one line', () => {
    const odd = handbook.filter(
      ({ language, text, title }) =>
        text.length > 450 ||
        /\n/.test(text + title) ||
        (language === 'ja') !== /\p{Script=Hiragana}/u.test(text),
    )
    expect(odd).toEqual([])
  })
})
