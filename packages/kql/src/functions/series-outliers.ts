import type { Dynamic } from '../values/dynamic.ts'
import { decomposed, periodOf, trends } from './series-models.ts'
import { boxed, type Series, seriesOf } from './series.ts'
import { constantOf, type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

interface Method {
  readonly low: number
  readonly high: number
  readonly factor: number
}

/**
 * Tukey's fences. Kusto scales the scores of the wider range, so that 1.5 means the same in both: how it comes to the
 * factor is not documented, but its makers have explained the score and shown an answer of the engine, from which the
 * factor is (Stack Overflow, question 75264555: `(-3 - 2.7) / (11 - 2.7)` scores -1.9040785483608571).
 */
const methods: Readonly<Record<string, Method>> = {
  tukey: { low: 0.25, high: 0.75, factor: 1 },
  ctukey: { low: 0.1, high: 0.9, factor: (1.904_078_548_360_857_1 * 8.3) / 5.7 },
}

/** Between the two nearest ranks. */
function interpolated(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}

/** How many ranges a value lies outside of the range; 0 within it, and for nulls. */
function scores(site: Site, values: Series, { low, high, factor }: Method): number[] {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  const [bottom, top] = [interpolated(sorted, low), interpolated(sorted, high)]
  if (top === bottom && sorted.some((value) => value !== top))
    throw refuse(site, 'unsupported', `${site.name}() of a series whose middle is constant`)
  return values.map((value) => {
    if (value === null || (value >= bottom && value <= top)) return 0
    return ((value - (value > top ? top : bottom)) / (top - bottom)) * factor
  })
}

function methodOf(site: Site, index: number): Method {
  const name = site.types.length > index ? constantOf(site, index, 'a kind') : 'ctukey'
  const method = typeof name === 'string' ? methods[name] : undefined
  if (!method) throw refuse(site, 'unsupported', `${site.name}() by ${JSON.stringify(name)}`)
  return method
}

const outliers: Make = (site) => {
  if (site.types.length > 2)
    throw refuse(site, 'unsupported', `${site.name}() with more than a series and a kind`)
  const method = methodOf(site, 1)
  return strict(['dynamic', 'any'], (series: Dynamic) => {
    const values = seriesOf(series)
    return values ? boxed(scores(site, values, method)) : null
  })(site)
}

/** `series_decompose_anomalies(series, threshold, period, trend, test points, method)`: flags, scores, the baseline. */
const anomalies: Make = (site) => {
  const optional = (index: number, what: string, otherwise: unknown): unknown =>
    site.types.length > index ? constantOf(site, index, what) : otherwise
  const threshold = Number(optional(1, 'a threshold', 1.5))
  const trend = optional(3, 'a trend', 'avg')
  if (!trends.has(trend) || Number(optional(4, 'test points', 0)) !== 0)
    throw refuse(site, 'unsupported', `${site.name}() with this trend, or with test points`)
  const method = methodOf(site, 5)
  return strict(['dynamic', 'any'], (series: Dynamic) => {
    const values = seriesOf(series)
    if (!values) return null
    if (values.length < 2 || values.includes(null))
      throw refuse(site, 'unsupported', `${site.name}() of fewer than two values, or of gaps`)
    const period = periodOf(site, 2, values.length)
    const parts = decomposed(values as readonly number[], period, String(trend), 0)
    const found = scores(site, parts.residual, method)
    const flags = found.map((score) => (score > threshold ? 1 : score < -threshold ? -1 : 0))
    return [flags, boxed(found), boxed(parts.baseline)]
  })(site)
}

export const seriesOutlierFunctions: FunctionTable = {
  series_outliers: outliers,
  series_decompose_anomalies: anomalies,
}
