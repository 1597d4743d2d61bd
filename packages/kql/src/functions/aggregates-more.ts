import { compareValues } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import type { Dynamic } from '../values/dynamic.ts'
import { type Long, wrapLong } from '../values/number.ts'
import type { MakeAggregate } from './aggregates.ts'
import { nothingSeen, schemaOf, see } from './schema-of.ts'
import { constantOf, refuse, type Site } from './site.ts'
import { memberText } from './sketches.ts'

const missing = (value: unknown): boolean => value === null || value === undefined

/** All distinct members: see `sketches.ts`. */
const hll: MakeAggregate = (site) => {
  const box = conversion(site.types[0] ?? 'dynamic', 'dynamic')
  return () => {
    const members = new Set<string>()
    return {
      add: (value) => {
        if (!missing(value)) members.add(memberText(box(value)))
      },
      result: () => [...members],
    }
  }
}

const tdigest: MakeAggregate = (site) => {
  if (site.types.length > 1) throw refuse(site, 'unsupported', `${site.name}() with weights`)
  const box = conversion(site.types[0] ?? 'dynamic', 'dynamic')
  return () => {
    const values: Dynamic[] = []
    return {
      add: (value) => {
        if (!missing(value)) values.push(box(value))
      },
      result: () => values,
    }
  }
}

const merging =
  (distinct: boolean): MakeAggregate =>
  () =>
  () => {
    const all: Dynamic[] = []
    return {
      add: (sketch) => {
        if (Array.isArray(sketch)) for (const each of sketch) all.push(each)
      },
      result: () => (distinct ? [...new Set(all)] : all),
    }
  }

/** Numbers of the percents, given one by one or as an array. */
export function sharesOf(site: Site, from: number): readonly number[] {
  const shares = site.types
    .slice(from)
    .flatMap((_, index) => constantOf(site, from + index, 'a percentile'))
    .map(Number)
  if (shares.length === 0 || shares.some((share) => !(share >= 0 && share <= 100)))
    throw refuse(site, 'runtime', `${site.name}() of percentiles outside 0 to 100`)
  return shares
}

interface Weighted {
  readonly value: unknown
  readonly weight: number
}

/** The nearest rank among values that count several times. */
export function rankOf(sorted: readonly Weighted[], total: number, share: number): unknown {
  const rank = Math.max(Number.MIN_VALUE, (share / 100) * total)
  let seen = 0
  for (const { value, weight } of sorted) {
    seen += weight
    if (seen >= rank) return value
  }
  return sorted.at(-1)?.value ?? null
}

/** Percentiles of values with weights; several as one array. */
const weighted =
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
const covariance =
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

const bits =
  (run: (a: bigint, b: bigint) => bigint): MakeAggregate =>
  () =>
  () => {
    let all: bigint | undefined
    return {
      add: (value) => {
        if (missing(value)) return
        all = all === undefined ? BigInt(value as Long) : run(all, BigInt(value as Long))
      },
      result: () => (all === undefined ? null : wrapLong(all)),
    }
  }

/** The types of all values, side by side. What is null everywhere has none that is known. */
const buildSchema: MakeAggregate = (site) => () => {
  const seen = nothingSeen()
  return {
    add: (value) => see(value, seen),
    result: () => {
      const schema = schemaOf(seen)
      if (schema === undefined)
        throw refuse(site, 'unsupported', `${site.name}() of what is null everywhere`)
      return schema
    },
  }
}

export const moreAggregates: Readonly<Record<string, MakeAggregate>> = {
  hll,
  hll_merge: merging(true),
  tdigest,
  tdigest_merge: merging(false),
  merge_tdigest: merging(false),
  percentiles_array: weighted(true, false),
  percentilew: weighted(false, true),
  percentilesw_array: weighted(true, true),
  covariance: covariance(true),
  covariancep: covariance(false),
  buildschema: buildSchema,
  binary_all_and: bits((a, b) => a & b),
  binary_all_or: bits((a, b) => a | b),
  binary_all_xor: bits((a, b) => a ^ b),
}
