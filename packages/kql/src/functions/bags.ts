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
import { type FunctionTable, type Make, refuse, strict } from './site.ts'

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

/** The sort order of dynamic values: of one type only; nulls last. */
const sort =
  (descending: boolean): Make =>
  (site) => {
    if (site.types.length > 1)
      throw refuse(site, 'unsupported', `${site.name}() with more than one argument`)
    return array((items) => {
      const values = items.filter((item) => item !== null)
      if (new Set(values.map((item) => typeof unbox(item))).size > 1) {
        throw refuse(site, 'unsupported', `${site.name}() of an array of mixed types`)
      }
      const sorted = values.toSorted((a, b) => compareValues(unbox(a), unbox(b)))
      if (descending) sorted.reverse()
      return [...sorted, ...items.filter((item) => item === null)]
    })(site)
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
  array_index_of: (site) => {
    if (site.types.length > 2) throw refuse(site, 'unsupported', 'array_index_of() with a start')
    const box = conversion(site.types[1] ?? 'dynamic', 'dynamic')
    return (items, wanted) => (Array.isArray(items) ? indexOf(items, box(wanted)) : null)
  },
  array_sort_asc: sort(false),
  array_sort_desc: sort(true),
  pack_array: dynamics((values) => [...values]),
  pack: dynamics((values) => bagOf(pairs(values))),
  bag_pack: dynamics((values) => bagOf(pairs(values))),
  pack_dictionary: dynamics((values) => bagOf(pairs(values))),
  bag_merge: merge,
  bag_keys: bag((value) => bagEntries(value).map(([key]) => key)),
  bag_has_key: strict(['dynamic', 'string'], (value: Dynamic, key: string) =>
    isBag(value) ? bagEntries(value).some(([name]) => name === key) : null,
  ),
  bag_remove_keys: strict(['dynamic', 'dynamic'], (value: Dynamic, keys: Dynamic) => {
    if (!isBag(value) || !Array.isArray(keys)) return null
    return bagOf(bagEntries(value).filter(([key]) => !keys.includes(key)))
  }),
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
