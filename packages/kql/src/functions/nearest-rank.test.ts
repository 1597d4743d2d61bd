import { array, assert, constantFrom, double, integer, oneof, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compareValues } from '../values/compare.ts'
import { nthValue } from './nearest-rank.ts'

describe('the value at a place of the order', () => {
  it('is what sorting puts there', () => {
    const value = oneof(
      integer({ min: -3, max: 3 }),
      double(),
      constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60),
    )
    assert(
      property(
        array(value, { minLength: 1, maxLength: 40 }),
        integer({ min: 0, max: 39 }),
        (values, at) => {
          const place = at % values.length
          const numbers = values.map((each) => each + 0)
          expect(nthValue(numbers, place)).toEqual(numbers.toSorted(compareValues)[place])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is found among long integers beyond 2^53 and other values, too', () => {
    expect(nthValue([5, 2n ** 60n, -1, 7n ** 20n], 2)).toBe(7n ** 20n)
    expect(nthValue(['b', 'a', 'C'], 0)).toBe('C')
  })

  it('is found where the input is sorted, either way, or all the same', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => index)
    expect(nthValue(values, 95_000)).toBe(95_000)
    expect(nthValue(values.toReversed(), 12)).toBe(12)
    expect(
      nthValue(
        Array.from({ length: 100_000 }, () => 1),
        50_000,
      ),
    ).toBe(1)
  })
})
