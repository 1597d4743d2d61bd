/** A time range, from (inclusive) to (exclusive). */
export interface KqlTimeRange {
  readonly from: Date
  readonly to: Date
}

/** What a workbook's parameter holds: one value, several chosen ones, or a time range. */
export type KqlParameter =
  | string
  | number
  | boolean
  | Date
  | KqlTimeRange
  | readonly (string | number)[]

export type KqlParameters = Readonly<Record<string, KqlParameter>>

export function isTimeRange(value: KqlParameter): value is KqlTimeRange {
  return typeof value === 'object' && 'from' in value && 'to' in value
}

/**
 * A value as KQL writes it, in the form that a workbook's suffix asks for: `{Time:start}`, `{Time:end}`, `{Time:grain}`,
 * `{Time:seconds}`. Text is quoted, so that no value can become code.
 *
 * @returns undefined where the value has no such form
 */
export function literalOf(value: KqlParameter, form: string): string | undefined {
  if (isTimeRange(value)) return rangeForms[form]?.(value)
  if (!PLAIN.has(form)) return undefined
  return Array.isArray(value)
    ? value.map((each: string | number) => scalar(each)).join(', ')
    : scalar(value as string | number | boolean | Date)
}

/** Forms of a value that is no time range: all the same here, as values have no labels of their own. */
const PLAIN: ReadonlySet<string> = new Set(['', 'value', 'label', 'name', 'escape'])

function scalar(value: string | number | boolean | Date): string {
  if (value instanceof Date) return datetime(value)
  return typeof value === 'string' ? JSON.stringify(value).replaceAll("'", "\\'") : String(value)
}

const datetime = (value: Date): string => `datetime(${value.toISOString()})`

const rangeForms: Readonly<Record<string, (range: KqlTimeRange) => string>> = {
  // A whole comparison: `where TimeGenerated {TimeRange}`.
  '': ({ from, to }) => `between (${datetime(from)} .. ${datetime(new Date(to.getTime() - 1))})`,
  value: (range) => (rangeForms[''] as (range: KqlTimeRange) => string)(range),
  start: ({ from }) => datetime(from),
  end: ({ to }) => datetime(to),
  grain: (range) => grainOf(range),
  seconds: ({ from, to }) => String(Math.round((to.getTime() - from.getTime()) / 1000)),
}

/** In minutes; the first of which a range has at most so many. */
const GRAINS = [
  [1, '1m'],
  [5, '5m'],
  [10, '10m'],
  [30, '30m'],
  [60, '1h'],
  [240, '4h'],
  [1440, '1d'],
] as const
const MOST_BINS = 100

function grainOf({ from, to }: KqlTimeRange): string {
  const minutes = (to.getTime() - from.getTime()) / 60_000
  return GRAINS.find(([each]) => minutes / each <= MOST_BINS)?.[1] ?? '7d'
}
