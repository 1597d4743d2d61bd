import { describe, expect, it } from 'vitest'

import { labelReader } from './lenient-label.ts'

describe('the lenient label', () => {
  const { meant } = labelReader(['Yes', 'No', 'はい', 'いいえ', 'N/A'])
  it.each([
    ['another case', 'YES', 'Yes'],
    ['a full stop', 'No.', 'No'],
    ['quotes', '"Yes"', 'Yes'],
    ['quotes of JSON', '["Yes"]', 'Yes'],
    ['Japanese quotes', '「はい」。', 'はい'],
    ['Japanese quotes in a sentence', '答えは「いいえ」です。', 'いいえ'],
    ['full width', 'Ｙｅｓ', 'Yes'],
    ['bold Markdown', '**No**', 'No'],
    ['emphasis of underscores', '__No__', 'No'],
    ['a heading', '# Yes', 'Yes'],
    ['a list', '- Yes', 'Yes'],
    ['a code fence', '```text\nYes\n```', 'Yes'],
    ['a code fence in one line', '```Yes```', 'Yes'],
    ['a code fence behind words', 'Here it is:\n```\nYes\n```\nThat is all.', 'Yes'],
    ['a sentence that begins with it', 'Yes, we should search again.', 'Yes'],
    ['a sentence that ends with it', 'the answer is yes.', 'Yes'],
    ['a sentence that has it as declared', 'The answer is Yes because of the date.', 'Yes'],
    ['a sentence that sets it apart', 'My answer, **yes**, is final.', 'Yes'],
    ['a sentence that announces it', 'answer: no (nothing is new)', 'No'],
    ['an object of JSON', '{"answer": "yes", "reason": "new topic"}', 'Yes'],
    ['a Japanese sentence', 'はい、検索してください。', 'はい'],
    ['a polite Japanese answer', 'はいです。', 'はい'],
    ['a Japanese line', '判定：はい\n理由：新しい話題', 'はい'],
    ['a label with a mark inside', 'n/a', 'N/A'],
    ['the same label twice', 'Yes. Yes!', 'Yes'],
    ['two labels', 'Yes or No?', undefined],
    ['two labels of JSON', '{"Yes": 0.2, "No": 0.8}', undefined],
    ['two Japanese labels', 'はい/いいえ', undefined],
    ['a word that begins like one', 'Nothing', undefined],
    ['a word that is joined to one', 'yes_or_so', undefined],
    ['a Japanese word that begins like one', 'はいけい', undefined],
    ['an ordinary word of a sentence', 'I have no idea, sorry', undefined],
    ['its denial', 'not Yes', undefined],
    ['its denial in a sentence', "It isn't really a Yes.", undefined],
    ['its Japanese denial', '「はい」ではありません。', undefined],
    ['another language', 'Oui', undefined],
    ['nothing but marks', '…', undefined],
    ['nothing', '', undefined],
  ])('in %s: %j', (_what, text, label) => {
    expect(meant(text)).toBe(label)
  })

  it('is the longest of labels that contain one another', () => {
    const { meant: read } = labelReader(['Yes', 'Yes, search', 'A', 'A+'])
    expect(
      ['yes, search', '"Yes,  search"', 'yes.', 'Yes, search it.', '(A+)', 'A.'].map(read),
    ).toEqual(['Yes, search', 'Yes, search', 'Yes', 'Yes, search', 'A+', 'A'])
  })

  it('is a number only where that number stands', () => {
    const { meant: read } = labelReader(['1', '4', '5', '-1'])
    expect(['Score: 4', '4/5', '4.5', '1,000', '-1', '5%', '1.', '４', '+1'].map(read)).toEqual([
      '4',
      undefined,
      undefined,
      undefined,
      '-1',
      undefined,
      '1',
      '4',
      undefined,
    ])
  })

  it('is told by its case where the labels differ only by it', () => {
    const { meant: read } = labelReader(['yes', 'Yes'])
    expect(['"Yes"', 'yes.', 'YES'].map(read)).toEqual(['Yes', 'yes', undefined])
  })

  it('takes characters of regular expressions as they are', () => {
    const { meant: read } = labelReader(['a.c', 'C++', '(x)', '\\d', '^'])
    expect(['ABC', 'a.c!', 'c++', '"(x)"', '\\D', '^'].map(read)).toEqual([
      undefined,
      'a.c',
      'C++',
      '(x)',
      '\\d',
      '^',
    ])
  })

  it('is found in time that does not grow with the output', () => {
    const started = performance.now()
    expect(meant(`${'(('.repeat(1_000_000)}Yes`)).toBeUndefined()
    expect(meant(`Yes ${'word '.repeat(1_000_000)}No`)).toBe('Yes')
    expect(meant(`${'_'.repeat(1_000_000)}Yes`)).toBeUndefined()
    expect(meant('not '.repeat(1_000_000))).toBeUndefined()
    expect(meant('Yes '.repeat(1_000_000))).toBe('Yes')
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('is found in time that hardly grows with the number of labels', () => {
    const { meant: read } = labelReader(
      Array.from({ length: 1000 }, (_, index) => `label ${index}`),
    )
    const started = performance.now()
    expect(read('label 1 '.repeat(600))).toBe('label 1')
    expect(read('l'.repeat(4096))).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('is the one declared first, of two that only their width tells apart', () => {
    const { meant: read } = labelReader(['Ｙｅｓ', 'Yes'])
    expect(read('"Yes"')).toBe('Ｙｅｓ')
  })

  it('is no part of a word that stands where the search ends', () => {
    expect(meant(`${' '.repeat(4093)}Yesterday`)).toBeUndefined()
    expect(meant('x'.repeat(10_000))).toBeUndefined()
  })
})
