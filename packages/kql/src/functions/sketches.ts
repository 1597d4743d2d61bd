import { canonicalJson, compareValues } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import { type Dynamic, dynamicNumber, DynamicReal, DynamicTime } from '../values/dynamic.ts'
import { type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

/**
 * What `hll()` and `tdigest()` make is exact here: an array of the values themselves, where Azure keeps an estimate. So
 * `dcount_hll` counts and `percentile_tdigest` is the nearest rank; the sketch itself looks different from Azure's.
 */
type Sketch = readonly Dynamic[]

/** Members by their canonical text. */
export const memberText = (value: Dynamic): string => canonicalJson(value)

const merged = (sketches: readonly Dynamic[]): Sketch =>
  sketches.flatMap((sketch) => (Array.isArray(sketch) ? (sketch as Sketch) : []))

/** Several sketches, or an array of them. */
const mergeAll =
  (distinct: boolean): Make =>
  (site) =>
  (...args) => {
    if (args.some((each) => each !== null && !Array.isArray(each)))
      throw refuse(site, 'unsupported', `${site.name}() of something else than sketches`)
    const all = merged(args)
    return distinct ? [...new Set(all)] : all
  }

const plain = (value: Dynamic): unknown =>
  value instanceof DynamicReal
    ? value.value
    : value instanceof DynamicTime
      ? value.ticks
      : (dynamicNumber(value) ?? value)

const sortedOf = (sketch: Sketch): Sketch =>
  sketch.toSorted((a, b) => compareValues(plain(a), plain(b)))

const ranked = (sorted: Sketch, share: number): Dynamic =>
  sorted[Math.max(1, Math.ceil((share / 100) * sorted.length)) - 1] ?? null

const percentile: Make = (site) =>
  strict(['dynamic', 'real', 'any'], (sketch: Dynamic, share: number) => {
    if (!Array.isArray(sketch)) return null
    return conversion('dynamic', site.type)(ranked(sortedOf(sketch), share))
  })(site)

const percentiles: Make =
  (_site) =>
  (sketch, ...shares) => {
    if (!Array.isArray(sketch)) return null
    const sorted = sortedOf(sketch)
    return shares.flat().map((share) => ranked(sorted, Number(plain(share))))
  }

/** How many values are not above this one. */
const rank = (site: Site, finish: (count: number, all: number) => number) =>
  strict(['dynamic', 'any'], (sketch: Dynamic, value: unknown) =>
    Array.isArray(sketch)
      ? finish(
          (sketch as Sketch).filter((each) => compareValues(plain(each), value) <= 0).length,
          sketch.length,
        )
      : null,
  )(site)

const isSketch: Make = () => (value) => Array.isArray(value)

export const sketchFunctions: FunctionTable = {
  dcount_hll: strict(['dynamic'], (sketch: Dynamic) =>
    Array.isArray(sketch) ? new Set(sketch).size : null,
  ),
  hll_merge: mergeAll(true),
  hll_isvalid: isSketch,
  tdigest_merge: mergeAll(false),
  merge_tdigest: mergeAll(false),
  tdigest_isvalid: isSketch,
  percentile_tdigest: percentile,
  percentiles_array_tdigest: percentiles,
  rank_tdigest: (site) => rank(site, (count) => count),
  percentrank_tdigest: (site) => rank(site, (count, all) => (100 * count) / all),
}
