/** The time ranges that end now, by their length in minutes. */
export const lasts = {
  '15m': 15,
  '1h': 60,
  '6h': 360,
  '24h': 1440,
  '7d': 10_080,
  '30d': 43_200,
  '90d': 129_600,
} as const
export type Last = keyof typeof lasts

/** The range as an address carries it: a moving one, or `from` and `to` together. */
export interface RangeSearch {
  readonly last?: Last | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface TimeRange {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
}

export const DEFAULT_LAST: Last = '24h'

export const isLast = (value: unknown): value is Last =>
  typeof value === 'string' && Object.hasOwn(lasts, value)

/** Clocks of one machine, and still: an exporter's rounding must not push the newest call out of sight. */
const AHEAD_MS = 1000

/** The stretch of time that an address means now. */
export function rangeOf(search: RangeSearch, now: Date): TimeRange {
  const { from, to, last = DEFAULT_LAST } = search
  if (from !== undefined && to !== undefined) return { from: new Date(from), to: new Date(to) }
  const end = now.getTime() + AHEAD_MS
  return { from: new Date(end - lasts[last] * 60_000), to: new Date(end) }
}

/** The range in the search of an address; what is none is the default. */
export function readRange(search: Readonly<Record<string, unknown>>): RangeSearch {
  const { from, to, last } = search
  if (isTime(from) && isTime(to) && Date.parse(from) < Date.parse(to)) return { from, to }
  return isLast(last) ? { last } : {}
}

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
