import { twoSidedTail } from './normal.ts'

/** So many of so many. */
export interface Proportion {
  readonly count: number
  readonly of: number
}

/** Two-sided p-value that two proportions are the same: the z-test with pooled variance, without continuity correction. */
export function zTest(a: Proportion, b: Proportion): number {
  const pooled = (a.count + b.count) / (a.of + b.of)
  const variance = pooled * (1 - pooled) * (1 / a.of + 1 / b.of)
  if (variance === 0) return 1
  return twoSidedTail((a.count / a.of - b.count / b.of) / Math.sqrt(variance))
}

/** Tables that are as probable as the given one, but for rounding, are counted too: as in R's `fisher.test`. */
const SAME = 1 + 1e-7

/**
 * The same by Fisher's exact test: of all tables with these margins, those that are no more probable. Weights are relative
 * to the most probable table, so no factorial is needed.
 */
export function fisherTest(a: Proportion, b: Proportion): number {
  const total = a.count + b.count
  const least = Math.max(0, total - b.of)
  const most = Math.min(total, a.of)
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((total + 1) * (a.of + 1)) / (a.of + b.of + 2))),
  )
  const weights = new Map([[mode, 1]])
  /** How much more probable one more in the first is. */
  const ratio = (count: number): number =>
    ((a.of - count) * (total - count)) / ((count + 1) * (b.of - total + count + 1))
  for (let count = mode, weight = 1; count < most; count++)
    weights.set(count + 1, (weight *= ratio(count)))
  for (let count = mode, weight = 1; count > least; count--)
    weights.set(count - 1, (weight /= ratio(count - 1)))
  const limit = (weights.get(a.count) ?? 0) * SAME
  // The small ones first: they would be lost behind the large ones.
  const sorted = [...weights.values()].toSorted((left, right) => left - right)
  let rare = 0
  let all = 0
  for (const weight of sorted) {
    all += weight
    if (weight <= limit) rare = all
  }
  return Math.min(1, rare / all)
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Of the normal distribution: 95 % lie within. */
const Z95 = 1.959963984540054

/** Wilson's interval of one proportion. */
function wilson({ count, of }: Proportion): Interval {
  const z2 = Z95 * Z95
  const center = count + z2 / 2
  const half = Z95 * Math.sqrt((count * (of - count)) / of + z2 / 4)
  return { low: (center - half) / (of + z2), high: (center + half) / (of + z2) }
}

/** 95 % interval of the second proportion less the first: Newcombe's hybrid of both intervals by Wilson. */
export function differenceInterval(a: Proportion, b: Proportion): Interval {
  const [rateA, rateB] = [a.count / a.of, b.count / b.of]
  const [ofA, ofB] = [wilson(a), wilson(b)]
  const difference = rateB - rateA
  return {
    low: difference - Math.hypot(rateB - ofB.low, ofA.high - rateA),
    high: difference + Math.hypot(ofB.high - rateB, rateA - ofA.low),
  }
}
