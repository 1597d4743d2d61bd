import { jStat } from 'jstat'
import { describe, expect, it } from 'vitest'

import { exactInterval } from './exact-interval.ts'

const percent = (count: number, of: number): string => {
  const { low, high } = exactInterval({ count, of })
  return `${(100 * low).toFixed(2)} to ${(100 * high).toFixed(2)}`
}

describe('exactInterval', () => {
  it.each([
    [0, 40, '0.00 to 8.81'],
    [40, 40, '91.19 to 100.00'],
    [1, 1, '2.50 to 100.00'],
    [7, 20, '15.39 to 59.22'],
    [50, 100, '39.83 to 60.17'],
    [3, 1000, '0.06 to 0.87'],
  ])('of %i of %i', (count, of, expected) => {
    expect(percent(count, of)).toBe(expected)
  })

  it('is that of the beta distribution, by an independent library', () => {
    for (const [count, of] of [
      [1, 9],
      [17, 60],
      [399, 400],
    ] as const) {
      const { low, high } = exactInterval({ count, of })
      expect(low).toBeCloseTo(jStat.beta.inv(0.025, count, of - count + 1), 9)
      expect(high).toBeCloseTo(jStat.beta.inv(0.975, count + 1, of - count), 9)
    }
  })

  it('is everything where nothing was counted, and refuses what is no proportion', () => {
    expect(exactInterval({ count: 0, of: 0 })).toEqual({ low: 0, high: 1 })
    expect(() => exactInterval({ count: 2, of: 1 })).toThrow('2 of 1 is no proportion')
    expect(() => exactInterval({ count: 0.5, of: 1 })).toThrow(RangeError)
  })

  it('holds for a hundred thousand', () => {
    expect(percent(1000, 100_000)).toBe('0.94 to 1.06')
  })
})
