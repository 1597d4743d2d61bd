import { bagOf, type Dynamic, dynamicNumber, DynamicReal } from '../values/dynamic.ts'
import { type FunctionTable, type Make, refuse, strict } from './site.ts'

export type Series = readonly (number | null)[]

/** The numbers of an array, null where there is none; null for what holds anything else. */
export function seriesOf(value: Dynamic): Series | undefined {
  if (!Array.isArray(value)) return undefined
  const numbers = (value as readonly Dynamic[]).map((item) =>
    item === null ? null : dynamicNumber(item),
  )
  return numbers.includes(undefined)
    ? undefined
    : numbers.map((each) => (each === null ? null : Number(each)))
}

export const boxed = (values: Series): Dynamic =>
  values.map((value) =>
    value !== null && Number.isInteger(value) ? new DynamicReal(value) : value,
  )

/** Without a second argument: what marks of missing values, or infinite ones, do is not known. */
const alone =
  (make: Make): Make =>
  (site) => {
    if (site.types.length > 1)
      throw refuse(site, 'unsupported', `${site.name}() with more than one argument`)
    return make(site)
  }

const series = (run: (values: Series) => unknown): Make =>
  alone(
    strict(['dynamic'], (value: Dynamic) => {
      const values = seriesOf(value)
      return values === undefined ? null : run(values)
    }),
  )

/** Elements stay what they are; a null takes its neighbour's value. */
const filled = (backward: boolean): Make =>
  alone(
    strict(['dynamic'], (value: Dynamic) => {
      if (!Array.isArray(value)) return null
      let last: Dynamic = null
      const items = backward ? (value as Dynamic[]).toReversed() : value
      const result = items.map((item) => (last = item ?? last))
      return backward ? result.toReversed() : result
    }),
  )

/** Between two values along a line, at the edges the nearest value. */
function interpolated(values: Series): Series {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]))
  return values.map((value, at) => {
    if (value !== null || known.length === 0) return value
    const after = known.find((each) => each.at > at)
    const before = known.findLast((each) => each.at < at)
    if (!before || !after) return (before ?? after)?.value ?? null
    return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at)
  })
}

const fillLinear: Make = alone(
  strict(['dynamic'], (value: Dynamic) => {
    const values = seriesOf(value)
    if (values === undefined) return null
    return values.includes(null) ? boxed(interpolated(values)) : value
  }),
)

/** Of a sample: n - 1 divides the variance. Null elements do not count. */
function statistics(all: Series): readonly (readonly [string, Dynamic])[] | null {
  const values = all.filter((value) => value !== null)
  const [first] = values
  if (first === undefined) return null
  const sum = values.reduce((total, value) => total + value, 0)
  const average = sum / values.length
  const squares = values.reduce((total, value) => total + (value - average) ** 2, 0)
  const variance = values.length > 1 ? squares / (values.length - 1) : 0
  const min = values.reduce((least, value) => Math.min(least, value), first)
  const max = values.reduce((most, value) => Math.max(most, value), first)
  return [
    ['min', min],
    ['min_idx', all.indexOf(min)],
    ['max', max],
    ['max_idx', all.indexOf(max)],
    ['avg', average],
    ['stdev', Math.sqrt(variance)],
    ['variance', variance],
    ['sum', sum],
    ['len', all.length],
  ]
}

function correlation(xs: Series, ys: Series): number | null {
  if (xs.length !== ys.length || xs.includes(null) || ys.includes(null)) return null
  const mean = (values: Series): number =>
    values.reduce<number>((total, value) => total + Number(value), 0) / values.length
  const [mx, my] = [mean(xs), mean(ys)]
  let [xy, xx, yy] = [0, 0, 0]
  xs.forEach((x, at) => {
    const [dx, dy] = [Number(x) - mx, Number(ys[at]) - my]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  })
  return xy / (Math.sqrt(xx) * Math.sqrt(yy))
}

/** Each element as the weighted sum of itself and those before it. */
const weighted = (values: Series, weights: Series): number[] =>
  values.map((_, at) =>
    weights.reduce<number>(
      (total, weight, back) => total + Number(weight) * (values[at - back] ?? 0),
      0,
    ),
  )

const finiteFilter: Make = (site) => {
  if (site.constants[3]?.value === true || (site.types.length > 3 && !site.constants[3]))
    throw refuse(site, 'unsupported', 'series_fir() around a center')
  return (value, filter, normalize) => {
    const [values, weights] = [seriesOf(value), seriesOf(filter)]
    if (!values || !weights) return null
    const normal = normalize ?? weights.every((weight) => Number(weight) >= 0)
    const sum = weights.reduce<number>((total, weight) => total + Number(weight), 0)
    const scale = normal === true && sum !== 0 ? sum : 1
    return boxed(weighted(values, weights).map((each) => each / scale))
  }
}

const infiniteFilter = (value: unknown, numerators: unknown, denominators: unknown): unknown => {
  const [values, above, below] = [seriesOf(value), seriesOf(numerators), seriesOf(denominators)]
  if (!values || !above || !below || !below[0]) return null
  const results: number[] = []
  for (const [at, input] of weighted(values, above).entries()) {
    let rest = input
    for (let back = 1; back < below.length; back++)
      rest -= Number(below[back]) * (results[at - back] ?? 0)
    results.push(rest / below[0])
  }
  return boxed(results)
}

export const seriesFunctions: FunctionTable = {
  series_fill_forward: filled(false),
  series_fill_backward: filled(true),
  series_fill_linear: fillLinear,
  series_stats_dynamic: series((values) => {
    const found = statistics(values)
    return found && bagOf(found)
  }),
  /** Its columns; what `sum` and `len` are columns of is the dynamic form only. */
  series_stats: series((values) =>
    statistics(values)
      ?.slice(0, 7)
      .map(([, value]) => value),
  ),
  series_pearson_correlation: strict(['dynamic', 'dynamic'], (x: Dynamic, y: Dynamic) => {
    const [xs, ys] = [seriesOf(x), seriesOf(y)]
    return xs && ys ? correlation(xs, ys) : null
  }),
  series_fir: finiteFilter,
  series_iir: strict(['dynamic', 'dynamic', 'dynamic'], infiniteFilter),
}
