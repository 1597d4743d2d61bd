import type { KqlType } from '../types.ts'
import { canonicalJson, compareValues } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import {
  type Bag,
  bagEntries,
  bagOf,
  type Dynamic,
  dynamicNumber,
  DynamicReal,
  DynamicTime,
  isBag,
} from '../values/dynamic.ts'
import { addLong, type Long } from '../values/number.ts'
import { ticksPerDay } from '../values/ticks.ts'
import { constantOf, type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'
import { nthPlace, rangeOf } from './text-places.ts'

/** A function of one array; null for what is none. */
const array = (run: (items: readonly Dynamic[]) => unknown): Make =>
  strict(['dynamic'], (value: Dynamic) => (Array.isArray(value) ? run(value) : null))

const bag = (run: (value: Bag) => unknown): Make =>
  strict(['dynamic'], (value: Dynamic) => (isBag(value) ? run(value) : null))

/** Arguments of any type as dynamics, nulls included. */
const dynamics =
  (run: (values: readonly Dynamic[]) => unknown): Make =>
  (site) => {
    const convert = site.types.map((type) => conversion(type, 'dynamic'))
    return (...args) => run(args.map((arg, index) => convert[index]?.(arg) ?? null))
  }

const pairs = (values: readonly Dynamic[]): [string, Dynamic][] =>
  Array.from({ length: Math.floor(values.length / 2) }, (_, index) => [
    String(values[index * 2]),
    values[index * 2 + 1],
  ])

const at = (index: Long, length: number): number =>
  Number(index) < 0 ? length + Number(index) : Number(index)

/** Includes its end. */
function slice(items: readonly Dynamic[], start: Long, end: Long): Dynamic[] {
  return items.slice(Math.max(0, at(start, items.length)), at(end, items.length) + 1)
}

/** A real, whatever the elements; nulls are skipped; null for an empty array. */
function sum(items: readonly Dynamic[]): number | null {
  if (items.length === 0) return null
  let total = 0
  for (const item of items) {
    if (item === null) continue
    const number = dynamicNumber(item)
    if (number === undefined) return null
    total += Number(number)
  }
  return total
}

function indexOf(items: readonly Dynamic[], wanted: Dynamic): number {
  const number = dynamicNumber(wanted)
  // Numbers meet by value, long or real. The loose comparison is for longs beyond 2^53, which are bigints.
  // oxlint-disable-next-line eqeqeq
  if (number !== undefined) return items.findIndex((item) => dynamicNumber(item) == number)
  const key = canonicalJson(wanted)
  return items.findIndex((item) => canonicalJson(item) === key)
}

/** `array_index_of(array, value, start, length, occurrence)`, as `indexof` of a text. */
const arrayIndexOf: Make = (site) => {
  const box = conversion(site.types[1] ?? 'dynamic', 'dynamic')
  return strict(
    ['dynamic', 'any', 'long', 'long', 'long'],
    (items: Dynamic, wanted: unknown, start: Long = 0, length: Long = -1, nth: Long = 1) => {
      if (!Array.isArray(items)) return null
      const range = rangeOf(items.length, start, length)
      if (!range || nth < 1) return null
      const places = (to: number): number[] => {
        const found: number[] = []
        for (let from = range.from; from < to;) {
          const next = indexOf(items.slice(from, to), box(wanted))
          if (next < 0) break
          found.push(from + next)
          from += next + 1
        }
        return found
      }
      return nthPlace(site, places, { to: range.to, size: items.length, nth: Number(nth) })
    },
  )(site)
}

const setOperation =
  (run: (sets: readonly Map<string, Dynamic>[]) => Iterable<Dynamic>): Make =>
  (site) => {
    if (site.types.some((type) => type !== 'dynamic'))
      throw refuse(site, 'unsupported', `${site.name}() of scalars`)
    return (...args) => {
      if (!args.every(Array.isArray)) return null
      return [
        ...run(
          (args as Dynamic[][]).map(
            (items) => new Map(items.map((item) => [canonicalJson(item), item])),
          ),
        ),
      ]
    }
  }

const unbox = (item: Dynamic): unknown =>
  item instanceof DynamicReal ? item.value : item instanceof DynamicTime ? item.ticks : item

/** A sorted order of places: of values of one type only; nulls last, or first where asked. */
function sortedPlaces(
  site: Site,
  items: readonly Dynamic[],
  descending: boolean,
  nullsLast: boolean,
): number[] {
  const places = items.map((_, index) => index)
  const nulls = places.filter((place) => items[place] === null)
  const rest = places.filter((place) => items[place] !== null)
  if (new Set(rest.map((place) => typeof unbox(items[place]))).size > 1)
    throw refuse(site, 'unsupported', `${site.name}() of an array of mixed types`)
  const sign = descending ? -1 : 1
  rest.sort((a, b) => sign * compareValues(unbox(items[a]), unbox(items[b])))
  return nullsLast ? [...rest, ...nulls] : [...nulls, ...rest]
}

/** Of several arrays the first decides, and the others follow it; one of another length becomes null. */
const sort =
  (descending: boolean): Make =>
  (site) => {
    const flag = site.types.at(-1) === 'bool' ? site.types.length - 1 : undefined
    const nullsLast = flag === undefined || constantOf(site, flag, 'a place for nulls') !== false
    return (...args) => {
      const arrays = args.slice(0, flag)
      const [first] = arrays
      if (!Array.isArray(first)) return null
      const places = sortedPlaces(site, first, descending, nullsLast)
      const sorted = arrays.map((items) =>
        Array.isArray(items) && items.length === first.length
          ? places.map((place) => (items as readonly Dynamic[])[place])
          : null,
      )
      return arrays.length === 1 ? sorted[0] : sorted
    }
  }

const longestRange = 1_048_576

/** `range(from, to, step)` as an array; both ends belong to it. */
const range: Make = (site) => {
  const [type] = site.types
  const box = conversion(type ?? 'long', 'dynamic')
  const timed = type === 'datetime' || type === 'timespan'
  const wanted: KqlType[] = timed
    ? [type, type, 'timespan']
    : type === 'real' || site.types.includes('real')
      ? ['real']
      : ['long']
  return strict(wanted, (from: Long, to: Long, step?: Long) => {
    const by = step ?? (timed ? (type === 'datetime' ? ticksPerDay : ticksPerDay / 24n) : 1)
    if (Number(by) === 0) return null
    const items: Dynamic[] = []
    const add =
      timed || wanted[0] === 'real'
        ? (a: Long) => (typeof a === 'bigint' ? a + (by as bigint) : a + (by as number))
        : (a: Long) => addLong(a, by)
    for (let value = from; Number(by) > 0 ? value <= to : value >= to; value = add(value)) {
      if (items.length >= longestRange)
        throw refuse(site, 'runtime', `range() of more than ${longestRange} values`)
      items.push(wanted[0] === 'real' ? conversion('real', 'dynamic')(value) : box(value))
    }
    return items
  })(site)
}

const repeat: Make = (site) => {
  const [type = 'dynamic'] = site.types
  const box = conversion(type, 'dynamic')
  return (value, count) => {
    if (isBag(value)) throw refuse(site, 'runtime', 'repeat() of a bag')
    if (count === null) return null
    return Array.from({ length: Math.max(0, Number(count)) }, () => box(value))
  }
}

const merge = dynamics((values) =>
  values.every((value) => value === null)
    ? null
    : bagOf(values.flatMap((value) => (isBag(value) ? bagEntries(value) : []))),
)

export const bagFunctions: FunctionTable = {
  array_length: array((items) => items.length),
  arraylength: array((items) => items.length),
  array_sum: array(sum),
  array_reverse: array((items) => items.toReversed()),
  array_slice: strict(['dynamic', 'long', 'long'], (items: Dynamic, start: Long, end: Long) =>
    Array.isArray(items) ? slice(items, start, end) : null,
  ),
  array_concat:
    (_site) =>
    (...args) => {
      const arrays = args.filter(Array.isArray)
      return arrays.length === 0 ? null : arrays.flat(1)
    },
  array_index_of: arrayIndexOf,
  array_sort_asc: sort(false),
  array_sort_desc: sort(true),
  pack_array: dynamics((values) => [...values]),
  pack: dynamics((values) => bagOf(pairs(values))),
  bag_pack: dynamics((values) => bagOf(pairs(values))),
  pack_dictionary: dynamics((values) => bagOf(pairs(values))),
  bag_merge: merge,
  bag_keys: bag((value) => bagEntries(value).map(([key]) => key)),
  set_union: setOperation((sets) => new Map(sets.flatMap((set) => [...set])).values()),
  set_intersect: setOperation(([first, ...others]) =>
    [...(first ?? [])]
      .filter(([key]) => others.every((set) => set.has(key)))
      .map(([, item]) => item),
  ),
  set_difference: setOperation(([first, ...others]) =>
    [...(first ?? [])]
      .filter(([key]) => !others.some((set) => set.has(key)))
      .map(([, item]) => item),
  ),
  set_has_element: (site) => {
    const box = conversion(site.types[1] ?? 'dynamic', 'dynamic')
    return (items, wanted) => (Array.isArray(items) ? indexOf(items, box(wanted)) >= 0 : null)
  },
  range,
  repeat,
  zip:
    (_site) =>
    (...args) => {
      const arrays = args.filter(Array.isArray) as Dynamic[][]
      if (arrays.length !== args.length) return null
      const length = Math.max(...arrays.map((items) => items.length))
      return Array.from({ length }, (_, index) => arrays.map((items) => items[index] ?? null))
    },
}
