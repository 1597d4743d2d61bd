import { describe, expect, it } from 'vitest'

import { readValue, writtenValue } from './expected-value.ts'

describe('an expected value', () => {
  it.each([['No'], ['  12 '], [{ search: true }], [3], [['a', 'b']]])(
    'comes back as it was proposed: %j',
    (value) => {
      expect(readValue(writtenValue(value), value)).toEqual(value)
    },
  )

  it('is a text where nothing was proposed, and null where nothing is written', () => {
    expect(writtenValue(undefined)).toBe('')
    expect(readValue('12', undefined)).toBe('12')
    expect(readValue(' \n', 'No')).toBeNull()
  })

  it('is refused where it is no JSON and the proposal was', () => {
    expect(readValue('{ "search": tru', { search: true })).toBeUndefined()
  })
})
