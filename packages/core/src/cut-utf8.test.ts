import { describe, expect, it } from 'vitest'

import { cutUtf8 } from './cut-utf8.ts'

describe('cutUtf8', () => {
  it('leaves alone what fits', () => {
    expect(cutUtf8('東京', 6)).toBe('東京')
    expect(cutUtf8('', 0)).toBe('')
  })

  it.each([
    ['ASCII', 'abcdefgh', 6, 'abc…'],
    ['Japanese', '東京東京', 11, '東京…'],
    ['a pair of surrogates', 'a😀😀', 8, 'a😀…'],
    ['an accent', 'abcde\u0301fgh', 8, 'abcd…'],
    ['a family', 'ab👩‍👩‍👧‍👦cd', 20, 'ab…'],
    ['a skin', 'ab👍🏽cd', 9, 'ab…'],
    ['a flag among thirty', `a${'🇯🇵'.repeat(30)}`, 1 + 8 * 20 + 4 + 3, `a${'🇯🇵'.repeat(20)}…`],
    ['a line end', 'abc\r\ndef', 7, 'abc…'],
    ['Hangul in parts', '\u1100\u1161\u11a8'.repeat(3), 16, '\u1100\u1161\u11a8…'],
  ])('cuts before %s that would be torn', (_, text, bytes, cut) => {
    expect(cutUtf8(text, bytes)).toBe(cut)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes)
  })

  it('leaves nothing where not even the mark fits', () => {
    expect(cutUtf8('東京東京', 2)).toBe('')
    expect(cutUtf8('東京東京', 3)).toBe('…')
  })

  it('takes time in proportion to what is kept, also of one endless character', () => {
    const before = performance.now()
    const cut = cutUtf8(`e${'\u0301'.repeat(1_000_000)}`, 10_000)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(10_000)
    expect(cut.length).toBeGreaterThan(4000)
    expect(performance.now() - before).toBeLessThan(500)
  })
})
