import { jStat } from 'jstat'
import { describe, expect, it } from 'vitest'

import { compareVersions } from './compare-versions.ts'
import { differenceInterval, fisherTest, type Proportion, zTest } from './proportions.ts'

/** Numbers that are the same in each run. */
function numbers(): (below: number) => number {
  let state = 7
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const tables = (most: number): readonly (readonly [Proportion, Proportion])[] => {
  const next = numbers()
  const proportion = (): Proportion => {
    const of = 1 + next(most)
    return { count: next(of + 1), of }
  }
  return Array.from({ length: 1000 }, () => [proportion(), proportion()] as const)
}

function choose(n: number, k: number): bigint {
  let value = 1n
  for (let i = 1; i <= k; i++) value = (value * BigInt(n - k + i)) / BigInt(i)
  return value
}

/** Fisher's test in whole numbers of any size: no rounding, no recurrence of probabilities. */
function exact(a: Proportion, b: Proportion): number {
  const total = a.count + b.count
  const ways = (count: number): bigint => choose(a.of, count) * choose(b.of, total - count)
  const seen = ways(a.count)
  let rare = 0n
  for (let count = Math.max(0, total - b.of); count <= Math.min(total, a.of); count++)
    if (ways(count) <= seen) rare += ways(count)
  return Number((rare * 10n ** 15n) / choose(a.of + b.of, total)) / 1e15
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/** The tail of the normal distribution by Simpson's rule. */
function integrated(z: number): number {
  const steps = 4000
  const width = Math.abs(z) / steps
  let sum = density(0) + density(Math.abs(z))
  for (let i = 1; i < steps; i++) sum += density(i * width) * (i % 2 === 0 ? 2 : 4)
  return 1 - (2 * sum * width) / 3
}

function zByIntegral(a: Proportion, b: Proportion): number {
  const pooled = (a.count + b.count) / (a.of + b.of)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of))
  return error === 0 ? 1 : integrated((a.count / a.of - b.count / b.of) / error)
}

/** The same by jStat. Tables as probable as the given one, but for rounding, are counted too. */
function fisherByLibrary(a: Proportion, b: Proportion): number {
  const total = a.count + b.count
  const probable = (count: number): number => jStat.hypgeom.pdf(count, a.of + b.of, total, a.of)
  const limit = probable(a.count) * (1 + 1e-7)
  let rare = 0
  for (let count = Math.max(0, total - b.of); count <= Math.min(total, a.of); count++)
    if (probable(count) <= limit) rare += probable(count)
  return rare
}

function zByLibrary(a: Proportion, b: Proportion): number {
  const pooled = (a.count + b.count) / (a.of + b.of)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of))
  const z = error === 0 ? 0 : Math.abs(a.count / a.of - b.count / b.of) / error
  return 2 * jStat.normal.cdf(-z, 0, 1)
}

const furthest = (
  given: ReturnType<typeof tables>,
  one: (a: Proportion, b: Proportion) => number,
  other: (a: Proportion, b: Proportion) => number,
): number => Math.max(...given.map(([a, b]) => Math.abs(one(a, b) - other(a, b))))

describe('the tests', () => {
  it('give on 1,000 tables what is computed in another way, to 1e-9', () => {
    expect(furthest(tables(60), fisherTest, exact)).toBeLessThan(1e-9)
    expect(furthest(tables(2000), zTest, zByIntegral)).toBeLessThan(1e-9)
  })

  it('give on 1,000 tables what an independent library gives, to 1e-9', () => {
    expect(furthest(tables(60), fisherTest, fisherByLibrary)).toBeLessThan(1e-9)
    expect(furthest(tables(2000), zTest, zByLibrary)).toBeLessThan(1e-9)
  })

  it('have a tail as long as numbers go', () => {
    expect(zTest({ count: 0, of: 1000 }, { count: 1000, of: 1000 })).toBe(0)
    expect(
      zTest({ count: 100, of: 1000 }, { count: 250, of: 1000 }) / 1.0718661311262765e-18,
    ).toBeCloseTo(1, 9)
    expect(fisherTest({ count: 0, of: 0 }, { count: 3, of: 5 })).toBe(1)
    expect(fisherTest({ count: 300, of: 100_000 }, { count: 0, of: 100_000 })).toBeLessThan(1e-80)
  })

  it('give the interval of Newcombe', () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10: 56/70 and 48/80.
    const { high, low } = differenceInterval({ count: 48, of: 80 }, { count: 56, of: 70 })
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339'])
  })
})

describe('compareVersions', () => {
  it.each([
    [24, 400, 9, 400, 'improved', 'z', 0.0077],
    [9, 400, 24, 400, 'regressed', 'z', 0.0077],
    [12, 400, 10, 400, 'no-detectable-change', 'z', 0.6655],
    [2, 20, 0, 20, 'too-few', 'fisher', 0.4872],
    [8, 20, 0, 20, 'improved', 'fisher', 0.0033],
    [0, 400, 0, 400, 'no-detectable-change', 'fisher', 1],
    [400, 400, 400, 400, 'no-detectable-change', 'fisher', 1],
    [0, 3, 0, 5, 'too-few', 'fisher', 1],
    [200, 400, 230, 400, 'regressed', 'z', 0.0334],
    [0, 0, 0, 400, 'too-few', 'fisher', 1],
  ] as const)('%d of %d, then %d of %d: %s', (badA, a, badB, b, verdict, test, pValue) => {
    const compared = compareVersions({ calls: a, bad: badA }, { calls: b, bad: badB })
    expect({ ...compared, pValue: Number(compared.pValue.toFixed(4)) }).toMatchObject({
      verdict,
      test,
      pValue,
    })
  })

  it('tells rates and the interval of their difference', () => {
    const { after, before, difference } = compareVersions(
      { calls: 400, bad: 24 },
      { calls: 400, bad: 9 },
    )
    expect([before, after]).toEqual([0.06, 0.0225])
    expect(difference.low).toBeCloseTo(-0.0667, 3)
    expect(difference.high).toBeCloseTo(-0.0097, 3)
  })

  it('takes weighted counts for no more than they are worth', () => {
    const weighted = compareVersions(
      { calls: 400, bad: 24, effectiveCalls: 100 },
      { calls: 400, bad: 9, effectiveCalls: 100 },
    )
    expect(weighted).toMatchObject({ verdict: 'too-few', before: 0.06, after: 0.0225 })
  })

  it.each([
    { calls: 10, bad: 11 },
    { calls: -1, bad: 0 },
    { calls: Number.NaN, bad: 0 },
    { calls: 10, bad: 1, effectiveCalls: 11 },
  ])('refuses %j', (counts) => {
    expect(() => compareVersions(counts, { calls: 1, bad: 0 })).toThrow('the version before are')
  })

  it('calls at most 5 % of versions that do the same different, over all tables', () => {
    const sizes = [20, 50, 100].flatMap((n) =>
      [0.02, 0.1, 0.2, 0.3, 0.5].map((rate) => size(n, rate)),
    )
    expect(Math.max(...sizes)).toBeLessThan(0.05)
    expect(Math.max(...sizes)).toBeGreaterThan(0.03)
  })
})

function binomial(n: number, rate: number): readonly number[] {
  const values: number[] = []
  let logarithm = n * Math.log(1 - rate)
  for (let k = 0; k <= n; k++) {
    values.push(Math.exp(logarithm))
    logarithm += Math.log((n - k) / (k + 1)) + Math.log(rate / (1 - rate))
  }
  return values
}

/** How often two versions of this rate, with so many calls each, are told to be different. */
function size(n: number, rate: number): number {
  const probable = binomial(n, rate)
  let wrong = 0
  for (const [i, p] of probable.entries())
    for (const [j, q] of probable.entries()) {
      if (p * q < 1e-9) continue
      const { verdict } = compareVersions({ calls: n, bad: i }, { calls: n, bad: j })
      if (verdict === 'improved' || verdict === 'regressed') wrong += p * q
    }
  return wrong
}
