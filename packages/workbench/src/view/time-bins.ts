import type { TimeRange } from './range.ts'

/** Minutes of a bin, as `{TimeRange:grain}` chooses them: the first of which a range has at most a hundred. */
const GRAINS = [1, 5, 10, 30, 60, 240, 1440] as const
const MOST_BINS = 100
const WIDEST = 10_080

export function grainMinutes({ from, to }: TimeRange): number {
  const minutes = (to.getTime() - from.getTime()) / 60_000
  return GRAINS.find((grain) => minutes / grain <= MOST_BINS) ?? WIDEST
}

/** Ticks of weeks count from the year 1 in Kusto, and 1970-01-01 was no Monday: `bin` of 7 days begins here. */
const EPOCH_OFFSET_MINUTES = 719_162 * 1440

/** The begin of each bin of a range, in milliseconds, as `bin(TimeGenerated, grain)` has them. */
export function binStarts(range: TimeRange): readonly number[] {
  const grain = grainMinutes(range)
  const first = floorTo(range.from.getTime() / 60_000, grain)
  const last = (range.to.getTime() - 1) / 60_000
  const count = Math.floor((last - first) / grain) + 1
  return Array.from({ length: Math.max(count, 0) }, (_, index) => (first + index * grain) * 60_000)
}

function floorTo(minutes: number, grain: number): number {
  const sinceYearOne = minutes + EPOCH_OFFSET_MINUTES
  return Math.floor(sinceYearOne / grain) * grain - EPOCH_OFFSET_MINUTES
}
