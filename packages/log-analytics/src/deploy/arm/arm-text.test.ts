import { describe, expect, it } from 'vitest'

import { armText } from './arm-text.ts'

describe('a text of a template', () => {
  it.each([
    ['plain', 'plain'],
    ['[test]', '[[test]'],
    ['[]', '[[]'],
    ['[[test]', '[[[test]'],
    ['[test', '[test'],
    ['a[b]', 'a[b]'],
  ])('%s is written as %s', (text, written) => {
    expect(armText(text)).toBe(written)
  })
})
