import { describe, expect, it } from 'vitest'

import { chunkText } from './chunk-text.ts'

/** Pieces by length, and that together they are the text. */
function lengths(text: string): number[] {
  const chunks = chunkText(text)
  expect(chunks.join('')).toBe(text)
  return chunks.map((chunk) => chunk.length)
}

describe('chunkText', () => {
  it.each([
    ['nothing', '', []],
    ['a character less than the limit', 'a'.repeat(32_767), [32_767]],
    ['the limit', 'a'.repeat(32_768), [32_768]],
    ['a character more', 'a'.repeat(32_769), [32_768, 1]],
    ['a pair across the limit', `${'a'.repeat(32_767)}😀b`, [32_767, 3]],
    ['a pair up to the limit', `${'a'.repeat(32_766)}😀b`, [32_768, 1]],
    // Three bytes each: 57,344 of an item's 65,536, less two quotes.
    ['Japanese', '日'.repeat(40_000), [19_113, 19_113, 1774]],
    ['Japanese that fits by a hair', '日'.repeat(19_114), [19_114]],
    // Two bytes each as JSON.
    ['quotes', '"'.repeat(32_768), [28_670, 4098]],
    ['control characters', '\u0001'.repeat(10_000), [9556, 444]],
  ])('cuts %s', (_, text, expected) => {
    expect(lengths(text)).toEqual(expected)
  })

  it('never leaves half a pair, wherever the limits fall', () => {
    for (let before = 0; before < 4; before += 1)
      for (const chunk of chunkText('a'.repeat(before) + '😀'.repeat(40_000)))
        expect(Buffer.from(chunk).toString()).toBe(chunk)
  })
})
