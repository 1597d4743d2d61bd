import type { KqlType } from '../types.ts'
import { compareValues, groupKey } from '../values/compare.ts'
import { nullOf } from '../values/convert.ts'
import { addDecimal, type Decimal, decimalOfLong, divideDecimal } from '../values/decimal.ts'
import { addLong, type Long, wrapLong } from '../values/number.ts'
import { type MakeAggregate, missing } from './accumulator.ts'
import { bag, buildSchema, list, set } from './aggregate-collections.ts'
import { hll, merging, tdigest } from './aggregate-sketches.ts'
import { covariance, percentile, spread, tenDecimals, weighted } from './aggregate-statistics.ts'
import { refuse } from './site.ts'

const count: MakeAggregate = () => () => {
  let total = 0
  return { add: () => void total++, result: () => total }
}
const countIf: MakeAggregate = () => () => {
  let total = 0
  return { add: (test) => void (test === true && total++), result: () => total }
}

const summable: ReadonlySet<KqlType> = new Set(['int', 'long', 'real', 'decimal', 'timespan'])

const sum: MakeAggregate = (site) => {
  const [type = 'dynamic'] = site.types
  if (!summable.has(type)) throw refuse(site, 'unsupported', `${site.name}() of ${type}`)
  const plus: (a: never, b: never) => unknown =
    type === 'real'
      ? (a: number, b: number) => a + b
      : type === 'timespan'
        ? (a: bigint, b: bigint) => a + b
        : type === 'decimal'
          ? addDecimal
          : (a: Long, b: Long) => addLong(a, b)
  const zero = type === 'timespan' ? 0n : type === 'decimal' ? decimalOfLong(0) : 0
  return () => {
    let total: unknown = zero
    return {
      add: (value) => {
        if (!missing(value)) total = plus(total as never, value as never)
      },
      result: () => total,
    }
  }
}

/** Of longs: the wrapped sum, divided. Over nothing NaN, or null for times. */
const average: MakeAggregate = (site) => {
  const [type = 'dynamic'] = site.types
  if (type === 'datetime') {
    return () => {
      let total = 0n
      let n = 0n
      return {
        add: (value) => {
          if (missing(value)) return
          total += value as bigint
          n++
        },
        result: () => (n === 0n ? null : total / n),
      }
    }
  }
  const summing = sum(site)
  return () => {
    const total = summing()
    let n = 0
    return {
      add: (value) => {
        if (missing(value)) return
        total.add(value, undefined)
        n++
      },
      result: () => {
        if (type === 'decimal') {
          if (n === 0) throw refuse(site, 'unsupported', `${site.name}() of no decimals`)
          return divideDecimal(total.result() as Decimal, decimalOfLong(n))
        }
        if (type === 'timespan') return n === 0 ? null : (total.result() as bigint) / BigInt(n)
        return n === 0 ? Number.NaN : Number(total.result()) / n
      },
    }
  }
}

/** NaN spreads. */
const extreme =
  (sign: 1 | -1): MakeAggregate =>
  (site) => {
    if (site.types[0] === 'dynamic')
      throw refuse(site, 'unsupported', `${site.name}() of dynamic values: convert them first`)
    return () => {
      let best: unknown = nullOf(site.type)
      let any = false
      return {
        add: (value) => {
          if (missing(value) || Number.isNaN(best)) return
          if (!any || Number.isNaN(value) || compareValues(value, best) * sign > 0) best = value
          any = true
        },
        result: () => best,
      }
    }
  }

/** Exact, where Azure estimates. */
const distinct: MakeAggregate = (site) => {
  const [type = 'dynamic'] = site.types
  return () => {
    const seen = new Set<unknown>()
    return {
      add: (value) => {
        if (!missing(value)) seen.add(groupKey(value, type))
      },
      result: () => seen.size,
    }
  }
}

/** Only rows for which the last argument is true. */
const when =
  (make: MakeAggregate): MakeAggregate =>
  (site) => {
    // `make_list_if(x, test, limit)`: the limit stands behind the test.
    const kept = [0, ...(site.types.length > 2 ? [2] : [])]
    const start = make({
      ...site,
      types: kept.map((index) => site.types[index] ?? 'dynamic'),
      constants: kept.map((index) => site.constants[index]),
    })
    return () => {
      const inner = start()
      return {
        add: (value, test) => {
          if (test === true) inner.add(value, undefined)
        },
        result: () => inner.result(),
      }
    }
  }

/** The value beside the greatest (least) key: the first row of a tie; null keys only when there is no other; NaN wins. */
const argument =
  (sign: 1 | -1): MakeAggregate =>
  (site) => {
    if (site.types[0] === 'dynamic')
      throw refuse(site, 'unsupported', `${site.name}() by a dynamic value: convert it first`)
    return () => {
      let best: unknown = null
      let value: unknown = nullOf(site.type)
      let any = false
      return {
        add: (key, candidate) => {
          const better = missing(best)
            ? !missing(key) || !any
            : !missing(key) &&
              !Number.isNaN(best) &&
              (Number.isNaN(key) || compareValues(key, best) * sign > 0)
          if (!better) return
          any = true
          best = key
          value = candidate
        },
        result: () => value,
      }
    }
  }

/** The first value that is not null. */
const any: MakeAggregate = (site) => () => {
  let value: unknown = null
  return {
    add: (candidate) => {
      if (missing(value)) value = candidate
    },
    result: () => value ?? nullOf(site.type),
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

export const aggregateFunctions: Readonly<Record<string, MakeAggregate>> = {
  hll,
  hll_if: when(hll),
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
  count,
  cnt: count,
  countif: countIf,
  sum,
  sumif: when(sum),
  avg: average,
  avgif: when(average),
  min: extreme(-1),
  minif: when(extreme(-1)),
  max: extreme(1),
  maxif: when(extreme(1)),
  dcount: distinct,
  dcountif: when(distinct),
  count_distinct: distinct,
  count_distinctif: when(distinct),
  percentile,
  stdev: spread(true, Math.sqrt),
  stdevp: spread(false, Math.sqrt),
  stdevif: when(spread(true, Math.sqrt)),
  variance: spread(true, tenDecimals),
  variancep: spread(false, tenDecimals),
  varianceif: when(spread(true, tenDecimals)),
  make_list: list(false),
  makelist: list(false),
  make_list_if: when(list(false)),
  make_list_with_nulls: list(true),
  make_set: set,
  makeset: set,
  make_set_if: when(set),
  make_bag: bag,
  make_bag_if: when(bag),
  make_dictionary: bag,
  arg_max: argument(1),
  arg_min: argument(-1),
  take_any: any,
  any,
  take_anyif: when(any),
  anyif: when(any),
}
