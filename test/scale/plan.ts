import type { Measured, Size, Sizes } from './measured.ts'

/** What runs, and how much of it is kept. */
export interface Fleet {
  readonly callsPerSecond: number
  readonly processes: number
  /** The part that fails or is invalid, and is always kept. */
  readonly mattering: number
  /** The part of the ordinary calls that is kept. */
  readonly ratio: number
  /** Whether content is on the rows. */
  readonly content?: boolean
}

const SECONDS_A_DAY = 86_400
const METRIC_EXPORTS_A_DAY = SECONDS_A_DAY / 60
/** Azure's gigabyte. */
const GIGABYTE = 1e9

/** The rows and bytes of a day, by table. Metrics are of every call, and as many as there are processes. */
export function day(measured: Measured, fleet: Fleet): Sizes {
  const calls = fleet.callsPerSecond * SECONDS_A_DAY
  const ordinary = fleet.content ? measured.callWithContent : measured.call
  return sum([
    [ordinary, calls * (1 - fleet.mattering) * fleet.ratio],
    [measured.failedCall, calls * fleet.mattering],
    [measured.metrics, METRIC_EXPORTS_A_DAY * fleet.processes],
  ])
}

/** Gigabytes that Azure bills by. */
export function storedGigabytes(sizes: Sizes): number {
  return Object.values(sizes).reduce((total, { stored }) => total + stored, 0) / GIGABYTE
}

/**
 * The largest ratio of the form 1/n that keeps a day under so many gigabytes; 0 where what is always kept is more than
 * that by itself.
 */
export function ratioWithin(
  gigabytes: number,
  measured: Measured,
  fleet: Omit<Fleet, 'ratio'>,
): number {
  const always = storedGigabytes(day(measured, { ...fleet, ratio: 0 }))
  const ordinary = storedGigabytes(day(measured, { ...fleet, ratio: 1 })) - always
  if (always >= gigabytes) return 0
  return 1 / Math.max(1, Math.ceil(ordinary / (gigabytes - always)))
}

/** Rows a second on average, of all tables. */
export function rowsPerSecond(sizes: Sizes): number {
  return Object.values(sizes).reduce((total, { rows }) => total + rows, 0) / SECONDS_A_DAY
}

function sum(parts: readonly (readonly [sizes: Sizes, times: number])[]): Sizes {
  const total: Record<string, Size> = {}
  for (const [sizes, times] of parts)
    for (const [table, size] of Object.entries(sizes)) {
      const before = total[table] ?? { rows: 0, sent: 0, stored: 0 }
      total[table] = {
        rows: before.rows + size.rows * times,
        sent: before.sent + size.sent * times,
        stored: before.stored + size.stored * times,
      }
    }
  return total
}
