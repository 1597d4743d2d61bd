import { bagOf, type Dynamic, DynamicReal } from '../values/dynamic.ts'
import { boxed, seriesOf } from './series.ts'
import { constantOf, type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The least squares' line through values at 0, 1, 2, …; the variances are those of a sample. */
function lineOf(values: readonly number[]) {
  const [middle, average] = [(values.length - 1) / 2, mean(values)]
  const along = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  const both = values.reduce((sum, value, at) => sum + (at - middle) * (value - average), 0)
  const slope = along === 0 ? 0 : both / along
  const interception = average - slope * middle
  const squares = (of: (value: number, at: number) => number): number =>
    values.reduce((sum, value, at) => sum + of(value, at) ** 2, 0)
  const total = squares((value) => value - average)
  const rest = squares((value, at) => value - (interception + slope * at))
  const freedom = values.length - 1
  return {
    rsquare: total === 0 ? Number.NaN : 1 - rest / total,
    slope,
    variance: total / freedom,
    rvariance: rest / freedom,
    interception,
  }
}

/** All numbers, two at least: what gaps and single points do is not documented. */
function complete(site: Site, value: Dynamic): readonly number[] | null {
  const values = seriesOf(value)
  if (values === undefined) return null
  if (values.length < 2 || values.includes(null))
    throw refuse(site, 'unsupported', `${site.name}() of fewer than two values, or of gaps`)
  return values as readonly number[]
}

const fitted = (line: { slope: number; interception: number }, length: number): number[] =>
  Array.from({ length }, (_, at) => line.interception + line.slope * at)

const fitNames = ['rsquare', 'slope', 'variance', 'rvariance', 'interception'] as const

const fitLine =
  (finish: (parts: readonly (readonly [string, Dynamic])[]) => Dynamic): Make =>
  (site) =>
    strict(['dynamic'], (value: Dynamic) => {
      const values = complete(site, value)
      if (!values) return null
      const line = lineOf(values)
      if (Number.isNaN(line.rsquare))
        throw refuse(site, 'unsupported', `${site.name}() of a constant series`)
      return finish([
        ...fitNames.map((name) => [name, line[name]] as const),
        ['line_fit', boxed(fitted(line, values.length))],
      ])
    })(site)

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

/** Each place takes the median of all places of the same phase; the last `untaught` ones teach nothing. */
function seasonal(values: readonly number[], period: number, untaught = 0): number[] {
  const taught = values.slice(0, values.length - untaught)
  const phases = Array.from({ length: period }, (_, phase) =>
    median(taught.filter((_value, at) => at % period === phase)),
  )
  return values.map((_, at) => phases[at % period] ?? 0)
}

export function periodOf(site: Site, index: number, length: number): number {
  const constant = site.types.length > index ? constantOf(site, index, 'a period') : -1
  const period = Number(constant)
  if (period === -1)
    throw refuse(
      site,
      'unsupported',
      `${site.name}() that finds the period itself (give it: bins, or 0 for none)`,
    )
  if (!Number.isInteger(period) || period < 0 || period > length)
    throw refuse(site, 'unsupported', `${site.name}() with the period ${period}`)
  return period
}

interface Parts {
  readonly baseline: readonly number[]
  readonly seasonal: readonly number[]
  readonly trend: readonly number[]
  readonly residual: readonly number[]
}

/** The documentation's order: the season, what is left without it, its trend, the rest. */
export function decomposed(
  values: readonly number[],
  period: number,
  trendKind: string,
  untaught: number,
): Parts {
  const season = period > 0 ? seasonal(values, period, untaught) : values.map(() => 0)
  const rest = values.map((value, at) => value - (season[at] ?? 0))
  const taught = rest.slice(0, rest.length - untaught)
  const trend =
    trendKind === 'linefit'
      ? fitted(lineOf(taught), values.length)
      : values.map(() => (trendKind === 'none' ? 0 : mean(taught)))
  const baseline = trend.map((value, at) => value + (season[at] ?? 0))
  const residual = values.map((value, at) => value - (baseline[at] ?? 0))
  return { baseline, seasonal: season, trend, residual }
}

export const trends: ReadonlySet<unknown> = new Set(['avg', 'linefit', 'none'])

/** `series_decompose(series, period, trend, test points)`, or the forecast, whose points stand second. */
function decompose(places: {
  readonly points: number
  readonly period: number
  readonly trend: number
}): Make {
  return (site) => {
    const optional = (index: number, what: string, otherwise: unknown): unknown =>
      site.types.length > index ? constantOf(site, index, what) : otherwise
    const trend = optional(places.trend, 'a trend', 'avg')
    const points = Number(optional(places.points, 'test points', 0))
    if (!trends.has(trend))
      throw refuse(site, 'unsupported', `${site.name}() with the trend ${String(trend)}`)
    return strict(['dynamic', 'any'], (value: Dynamic) => {
      const values = complete(site, value)
      if (!values) return null
      const period = periodOf(site, places.period, values.length)
      if (points < 0 || values.length - points < Math.max(2, period))
        throw refuse(site, 'unsupported', `${site.name}() with ${points} points left out`)
      const parts = decomposed(values, period, String(trend), points)
      return [parts.baseline, parts.seasonal, parts.trend, parts.residual].map(boxed)
    })(site)
  }
}

const seasonOnly: Make = (site) =>
  strict(['dynamic', 'any'], (value: Dynamic) => {
    const values = complete(site, value)
    if (!values) return null
    const period = periodOf(site, 1, values.length)
    if (period === 0) throw refuse(site, 'unsupported', `${site.name}() with the period 0`)
    const points = site.types.length > 2 ? Number(constantOf(site, 2, 'test points')) : 0
    if (points < 0 || values.length - points < period)
      throw refuse(site, 'unsupported', `${site.name}() with ${points} points left out`)
    return boxed(seasonal(values, period, points))
  })(site)

/** The replaced elements are what the constant is: an integer or a real. */
const fillConst: Make = (site) => {
  if (site.types.length !== 2)
    throw refuse(
      site,
      'unsupported',
      `${site.name}() without a value, or with a mark of what is missing`,
    )
  const isReal = site.types[1] === 'real'
  return strict(['dynamic', 'any'], (items: Dynamic, by: Dynamic) => {
    if (!Array.isArray(items)) return null
    const filling = isReal && Number.isInteger(by) ? new DynamicReal(by as number) : by
    return items.map((item) => item ?? filling)
  })(site)
}

const asTuple = (parts: readonly (readonly [string, Dynamic])[]): Dynamic =>
  parts.map(([, value]) => value)

export const seriesModelFunctions: FunctionTable = {
  series_fit_line: fitLine(asTuple),
  series_fit_line_dynamic: fitLine((parts) =>
    bagOf(
      parts.map(([name, value]) => [
        name,
        typeof value === 'number' && Number.isInteger(value) ? new DynamicReal(value) : value,
      ]),
    ),
  ),
  series_seasonal: seasonOnly,
  series_decompose: decompose({ period: 1, trend: 2, points: 3 }),
  series_decompose_forecast: decompose({ points: 1, period: 2, trend: 3 }),
  series_fill_const: fillConst,
}
