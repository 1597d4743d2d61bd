import {
  differenceInterval,
  fisherTest,
  type Interval,
  type Proportion,
  zTest,
} from './proportions.ts'

/** What was counted of one version of a prompt. */
export interface VersionCounts {
  /** Calls that were judged. */
  readonly calls: number
  /** Those of them that are counted against it: invalid outputs, failures. */
  readonly bad: number
  /**
   * So many calls the counts are worth where rows are weighted under sampling: `pow(sum(ItemCount), 2) / sum(pow(ItemCount, 2))`,
   * after Kish. @defaultValue `calls`
   */
  readonly effectiveCalls?: number
}

export type VersionVerdict = 'improved' | 'regressed' | 'no-detectable-change' | 'too-few'

export interface VersionComparison {
  readonly verdict: VersionVerdict
  /** How probable a difference at least so large is where the versions do the same; two-sided. */
  readonly pValue: number
  /** Fisher's exact test where few are expected in a cell of the table, else the z-test of two proportions. */
  readonly test: 'fisher' | 'z'
  /** Share of bad ones: from 0 to 1, as is all below. */
  readonly before: number
  readonly after: number
  /** 95 % interval of `after - before`, after Newcombe. */
  readonly difference: Interval
}

/** The z-test is that of many: below so many expected in a cell, the exact one. The usual rule, after Cochran. */
const FEW = 5

/**
 * A change is told below it. At 0.05 the z-test calls up to 5.7 % of versions that do the same different (50 and 50 calls, a
 * rate of a half, summed over all tables); at 0.04 it was 4.2 % at most.
 */
const LEVEL = 0.04

/** A difference that matters: where one of this size cannot be ruled out, there are too few calls to say "no change". */
const MATTERS = 0.1

/**
 * Whether a version of a prompt does better than the one before it. Too few means: no change is seen, and one of ten
 * percentage points cannot be ruled out.
 *
 * @example
 * compareVersions({ calls: 400, bad: 24 }, { calls: 400, bad: 9 }) // verdict 'improved', pValue 0.0077
 *
 * @throws RangeError where a count cannot be one
 */
export function compareVersions(before: VersionCounts, after: VersionCounts): VersionComparison {
  const [a, b] = [proportionOf(before, 'before'), proportionOf(after, 'after')]
  if (a.of === 0 || b.of === 0) {
    return {
      verdict: 'too-few',
      pValue: 1,
      test: 'fisher',
      before: rateOf(a),
      after: rateOf(b),
      difference: { low: -1, high: 1 },
    }
  }
  const test = leastExpected(a, b) < FEW ? 'fisher' : 'z'
  const pValue = test === 'fisher' ? fisherTest(rounded(a), rounded(b)) : zTest(a, b)
  const difference = differenceInterval(a, b)
  return {
    verdict: verdictOf(pValue, difference, rateOf(b) - rateOf(a)),
    pValue,
    test,
    before: rateOf(a),
    after: rateOf(b),
    difference,
  }
}

function verdictOf(pValue: number, { high, low }: Interval, change: number): VersionVerdict {
  if (pValue < LEVEL) return change < 0 ? 'improved' : 'regressed'
  return high > MATTERS || low < -MATTERS ? 'too-few' : 'no-detectable-change'
}

function proportionOf(counts: VersionCounts, which: string): Proportion {
  const { bad, calls, effectiveCalls = calls } = counts
  const right =
    [bad, calls, effectiveCalls].every((each) => Number.isFinite(each) && each >= 0) &&
    bad <= calls &&
    effectiveCalls <= calls
  if (!right) {
    throw new RangeError(
      `the counts of the version ${which} are ${JSON.stringify(counts)}; neither bad nor effectiveCalls is more than calls, and none is below 0`,
    )
  }
  return { count: calls === 0 ? 0 : (bad * effectiveCalls) / calls, of: effectiveCalls }
}

const rateOf = ({ count, of }: Proportion): number => (of === 0 ? Number.NaN : count / of)

/** Weighted counts are no whole numbers. */
const rounded = ({ count, of }: Proportion): Proportion => ({
  count: Math.round(count),
  of: Math.max(Math.round(of), Math.round(count)),
})

function leastExpected(a: Proportion, b: Proportion): number {
  const bad = a.count + b.count
  const all = a.of + b.of
  return (Math.min(a.of, b.of) * Math.min(bad, all - bad)) / all
}
