import type { Interval, Proportion } from './proportions.ts'

/** So much probability lies beyond each end of a 95 % interval. */
const TAIL = 0.025

/**
 * 95 % interval of a proportion, after Clopper and Pearson: exact, so never narrower than promised, also for few cases and for
 * none that failed.
 *
 * @example
 * exactInterval({ count: 0, of: 40 }).high // 0.0881: no failure in 40 is "at most 8.8 %"
 *
 * @throws RangeError where the counts cannot be those of a proportion
 */
export function exactInterval({ count, of }: Proportion): Interval {
  if (!Number.isInteger(count) || !Number.isInteger(of) || count < 0 || count > of)
    throw new RangeError(
      `${count} of ${of} is no proportion: give whole numbers, the first not above the second`,
    )
  return {
    low: count === 0 ? 0 : rateWhere((rate) => 1 - atMost(count - 1, of, rate) < TAIL),
    high: count === of ? 1 : rateWhere((rate) => atMost(count, of, rate) > TAIL),
  }
}

/** The rate at which something that holds below it ceases to hold, by bisection to the last digits. */
function rateWhere(holds: (rate: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** Probability of at most so many of so many at a rate; sums of logarithms, since the factors leave the range of doubles. */
function atMost(count: number, of: number, rate: number): number {
  let logarithm = of * Math.log1p(-rate)
  const odds = Math.log(rate) - Math.log1p(-rate)
  let sum = Math.exp(logarithm)
  for (let at = 1; at <= count; at++) {
    logarithm += Math.log((of - at + 1) / at) + odds
    sum += Math.exp(logarithm)
  }
  return Math.min(1, sum)
}
