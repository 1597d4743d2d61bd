import { describe, expect, it } from 'vitest'

import { labelFinder } from './lenient-label.ts'
import { oneOf } from './one-of.ts'

describe('the lenient label', () => {
  const find = labelFinder(['Yes', 'No', 'はい', 'N/A'])
  it.each([
    ['another case', 'YES', 'Yes'],
    ['a full stop', 'No.', 'No'],
    ['quotes', '"Yes"', 'Yes'],
    ['Japanese quotes', '「はい」。', 'はい'],
    ['full width', 'Ｙｅｓ', 'Yes'],
    ['bold Markdown', '**No**', 'No'],
    ['a code fence', '```text\nYes\n```', 'Yes'],
    ['a sentence that names one', 'Yes, we should search again.', 'Yes'],
    ['a Japanese sentence', 'はい、検索してください。', 'はい'],
    ['a label with a mark inside', 'n/a', 'N/A'],
    ['two labels', 'Yes or No?', undefined],
    ['a word that begins like one', 'Nothing', undefined],
    ['another language', 'Oui', undefined],
    ['nothing but marks', '…', undefined],
    ['nothing', '', undefined],
  ])('is found in %s', (_what, text, label) => {
    expect(find(text)).toBe(label)
  })

  it('is found in time that does not grow with the output', () => {
    expect(find(`${'(('.repeat(1_000_000)}Yes`)).toBeUndefined()
    expect(find(`Yes ${'word '.repeat(1_000_000)}No`)).toBe('Yes')
  })
})

describe('oneOf with a lenient normaliser', () => {
  const contract = oneOf('Yes', 'No', { normalize: 'lenient' })
  it('gives both verdicts: the form is wrong, and what was meant', () => {
    expect(contract.judge({ text: 'yes.', finishReason: 'stop' })).toEqual({
      valid: false,
      violation: 'not_in_set',
      label: 'Yes',
    })
    expect(contract.judge({ text: 'Yes', finishReason: 'stop' })).toEqual({
      valid: true,
      label: 'Yes',
    })
  })

  it('has no label for what was cut or refused', () => {
    expect(contract.judge({ text: 'yes, becau', finishReason: 'length' })).toEqual({
      valid: false,
      violation: 'truncated',
    })
    expect(contract.judge({ text: 'Yes', refusal: 'no', finishReason: 'stop' })).toEqual({
      valid: false,
      violation: 'refusal',
    })
  })
})
