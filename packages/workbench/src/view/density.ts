import type { TimeRange } from './range.ts'

/** How many rows a stretch of time has. */
export interface DensityBin {
  readonly start: number
  readonly rows: number
}

/** Bins of the density of a range: fine enough that one of them is a small query. */
const BINS = 1000
const LEAST_SECONDS = 1

export function densitySeconds({ from, to }: TimeRange): number {
  return Math.max(LEAST_SECONDS, Math.ceil((to.getTime() - from.getTime()) / 1000 / BINS))
}

/**
 * The next stretch to look into, backwards from `before`, that has about `wanted` rows: so that a page of a long table is a
 * query over a short time, whatever the range. Undefined where nothing is left.
 */
export function stretchBefore(
  bins: readonly DensityBin[],
  range: TimeRange,
  before: number,
  wanted: number,
): TimeRange | undefined {
  const older = bins.filter(({ start }) => start < before).toSorted((a, b) => b.start - a.start)
  if (older.length === 0) return undefined
  let rows = 0
  let from = before
  for (const bin of older) {
    rows += bin.rows
    from = bin.start
    if (rows >= wanted) break
  }
  return { from: new Date(Math.max(from, range.from.getTime())), to: new Date(before) }
}
