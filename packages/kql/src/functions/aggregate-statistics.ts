import { compareValues } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import { dynamicNumber } from '../values/dynamic.ts'
import { type MakeAggregate, missing } from './accumulator.ts'
import { nthValue } from './nearest-rank.ts'
import { constantOf, refuse, type Site } from './site.ts'

/** The nearest rank: an element of the input. */
export const percentile: MakeAggregate = (site) => {
  const share = Number(constantOf(site, 1, 'a percentile'))
  if (!(share >= 0 && share <= 100))
    throw refuse(site, 'runtime', `${site.name}() of ${share}: from 0 to 100`)
  if (site.types[0] === 'dynamic')
    throw refuse(site, 'unsupported', `${site.name}() of dynamic values: convert them first`)
  return () => {
    const values: unknown[] = []
    return {
      add: (value) => {
        if (!missing(value)) values.push(value)
      },
      result: () => {
        if (values.length === 0) return null
        const rank = Math.max(1, Math.ceil((share / 100) * values.length))
        return nthValue(values, rank - 1)
      },
    }
  }
}

/** Welford's: stable where a sum of squares cancels. */
export const spread =
  (sample: boolean, finish: (variance: number) => number): MakeAggregate =>
  (site) => {
    if (site.types[0] === 'dynamic')
      throw refuse(site, 'unsupported', `${site.name}() of dynamic values: convert them first`)
    return () => {
      let n = 0
      let mean = 0
      let squares = 0
      return {
        add: (value) => {
          if (missing(value)) return
          n++
          const delta = Number(value) - mean
          mean += delta / n
          squares += delta * (Number(value) - mean)
        },
        result: () => (n < 2 ? (n === 0 ? 0 : 0) : finish(squares / (sample ? n - 1 : n))),
      }
    }
  }
/** Kusto gives variances with ten decimals. */
export const tenDecimals = (value: number): number => Number(value.toFixed(10))

/** Numbers of the percents, given one by one or as an array. */
function sharesOf(site: Site, from: number): readonly number[] {
  const shares = site.types
    .slice(from)
    .flatMap((_, index) => constantOf(site, from + index, 'a percentile'))
    .map((share) => Number(dynamicNumber(share) ?? share))
  if (shares.length === 0 || shares.some((share) => !(share >= 0 && share <= 100)))
    throw refuse(site, 'runtime', `${site.name}() of percentiles outside 0 to 100`)
  return shares
}

interface Weighted {
  readonly value: unknown
  readonly weight: number
}

/** The nearest rank among values that count several times. */
function rankOf(sorted: readonly Weighted[], total: number, share: number): unknown {
  const rank = Math.max(Number.MIN_VALUE, (share / 100) * total)
  let seen = 0
  for (const { value, weight } of sorted) {
    seen += weight
    if (seen >= rank) return value
  }
  return sorted.at(-1)?.value ?? null
}

/** Percentiles of values with weights; several as one array. */
export const weighted =
  (several: boolean, withWeights: boolean): MakeAggregate =>
  (site) => {
    const [type = 'dynamic'] = site.types
    if (type === 'dynamic')
      throw refuse(site, 'unsupported', `${site.name}() of dynamic values: convert them first`)
    const shares = sharesOf(site, withWeights ? 2 : 1)
    const box = conversion(type, 'dynamic')
    return () => {
      const values: Weighted[] = []
      return {
        add: (value, weight) => {
          const counts = withWeights ? Number(weight ?? 0) : 1
          if (!missing(value) && counts > 0) values.push({ value, weight: counts })
        },
        result: () => {
          if (values.length === 0) return null
          const sorted = values.toSorted((a, b) => compareValues(a.value, b.value))
          const total = values.reduce((sum, { weight }) => sum + weight, 0)
          const found = shares.map((share) => rankOf(sorted, total, share))
          return several ? found.map(box) : found[0]
        },
      }
    }
  }

/** Of a sample n - 1 divides, of a population n. */
export const covariance =
  (sample: boolean): MakeAggregate =>
  () =>
  () => {
    let [n, meanX, meanY, together] = [0, 0, 0, 0]
    return {
      add: (x, y) => {
        if (missing(x) || missing(y)) return
        n++
        const before = Number(x) - meanX
        meanX += before / n
        meanY += (Number(y) - meanY) / n
        together += before * (Number(y) - meanY)
      },
      result: () => (n < 2 ? 0 : together / (sample ? n - 1 : n)),
    }
  }
