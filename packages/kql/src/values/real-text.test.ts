import { assert, double, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { formatReal } from './real-text.ts'

describe('the text of a real', () => {
  it.each([
    [0.1 + 0.2, '0.30000000000000007'],
    [1 / 3, '0.3333333333333333'],
    [1, '1.0'],
    [1.5, '1.5'],
    [100_000_000_000, '100000000000.0'],
    [-0, '-0.0'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('of %d is the recorded %s', (value, text) => {
    expect(formatReal(value)).toBe(text)
  })

  it.each([
    [1e20, '100000000000000000000.0'],
    [1e21, '1e21'],
    [1.5e22, '1.5e22'],
    [0.000001, '0.000001'],
    [1.5e-7, '1.5e-7'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e308'],
  ])('takes an exponent only where the number is very large or small: %d', (value, text) => {
    expect(formatReal(value)).toBe(text)
  })

  it('reads back as the same real', () => {
    assert(
      property(double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatReal(value))).toBe(value)
      }),
    )
  })

  it('has no other digits than a number of a few decimals was written with', () => {
    assert(
      property(integer({ min: -1e7, max: 1e7 }), (thousandths) => {
        const value = thousandths / 1000
        const written = Number.isInteger(value) ? `${value}.0` : String(value)
        expect(formatReal(value)).toBe(written)
      }),
    )
  })
})
