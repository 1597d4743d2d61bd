import type { TimeRange } from './range.ts'
import { binStarts } from './time-bins.ts'

/** A row of the pack's `calls-over-time`. */
export interface OutcomeRow {
  readonly TimeGenerated: string
  readonly Outcome: string
  readonly Calls: number
}

/** The names that `calls-over-time` gives, in the order in which they are stacked. */
export const outcomeNames = ['Succeeded', 'Invalid output', 'Failed'] as const

export interface OutcomeBins {
  /** Begin of each bin, in milliseconds since 1970. */
  readonly starts: readonly number[]
  /** For each of `outcomeNames` a count a bin, 0 where there is no row. */
  readonly counts: readonly (readonly number[])[]
}

/** Calls by outcome in every bin of the range, also where nothing happened. */
export function outcomeBins(rows: readonly OutcomeRow[], range: TimeRange): OutcomeBins {
  const starts = binStarts(range)
  const place = new Map(starts.map((start, index) => [start, index]))
  const counts = outcomeNames.map(() => starts.map(() => 0))
  for (const { TimeGenerated, Outcome, Calls } of rows) {
    const bin = place.get(Date.parse(TimeGenerated))
    const series = counts[outcomeNames.findIndex((name) => name === Outcome)]
    if (bin !== undefined && series !== undefined) series[bin] = (series[bin] ?? 0) + Calls
  }
  return { starts, counts }
}
