import { conversion } from '../values/convert.ts'
import { bagEntries, type Dynamic, isBag } from '../values/dynamic.ts'
import type { Long } from '../values/number.ts'
import { type FunctionTable, type Make, strict } from './site.ts'

type Items = readonly Dynamic[]

const turned = (items: Items, by: number): Items => {
  const at = items.length === 0 ? 0 : ((by % items.length) + items.length) % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

/** To the left by a positive number; what leaves makes room for the filling. */
const shifted = (items: Items, by: number, filling: Dynamic): Items =>
  items.map((_, at) => (at + by in items ? items[at + by] : filling))

const rotate = (sign: 1 | -1): Make =>
  strict(['dynamic', 'long'], (items: Dynamic, by: Long) =>
    Array.isArray(items) ? turned(items, sign * Number(by)) : null,
  )

const shift =
  (sign: 1 | -1): Make =>
  (site) => {
    const box = conversion(site.types[2] ?? 'dynamic', 'dynamic')
    return (items, by, filling = null) =>
      Array.isArray(items) && by !== null
        ? shifted(items, sign * Number(by), box(filling) ?? null)
        : null
  }

/** Before each index, which counts from the end where it is negative. */
function split(items: Items, indexes: readonly number[]): Items[] {
  const ends = indexes.map((at) =>
    Math.min(items.length, Math.max(0, at < 0 ? items.length + at : at)),
  )
  const bounds = [0, ...ends, items.length]
  return bounds.slice(1).map((end, index) => items.slice(bounds[index], end))
}

const truth = (item: Dynamic): boolean | undefined =>
  typeof item === 'boolean' ? item : typeof item === 'number' ? item !== 0 : undefined

/** A scalar stands for as many elements as are asked for. */
const elementOf = (branch: Dynamic, index: number): Dynamic =>
  Array.isArray(branch) ? ((branch as Items)[index] ?? null) : branch

const choose: Make = (site) => {
  const boxes = site.types.map((type) => conversion(type, 'dynamic'))
  return (tests, ...branches) => {
    if (!Array.isArray(tests)) return null
    const [whenTrue, whenFalse] = branches.map((branch, index) => boxes[index + 1]?.(branch))
    return tests.map((test, index) => {
      const decided = truth(test)
      return decided === undefined ? null : elementOf(decided ? whenTrue : whenFalse, index)
    })
  }
}

/** The paths of all nodes; an array's elements share one path, `[0]`. */
function pathsOf(value: Dynamic, path: string, into: Set<string>): Set<string> {
  const steps: (readonly [string, Dynamic])[] = Array.isArray(value)
    ? (value as Items).map((item) => ['[0]', item])
    : isBag(value)
      ? bagEntries(value).map(([key, item]) => [`['${key}']`, item])
      : []
  for (const [step, item] of steps) pathsOf(item, path + step, into.add(path + step))
  return into
}

export const arrayFunctions: FunctionTable = {
  array_rotate_left: rotate(1),
  array_rotate_right: rotate(-1),
  array_shift_left: shift(1),
  array_shift_right: shift(-1),
  array_split: strict(['dynamic', 'dynamic'], (items: Dynamic, at: Dynamic) => {
    const indexes = Array.isArray(at) ? (at as Items) : [at]
    return Array.isArray(items) && indexes.every((each) => typeof each === 'number')
      ? split(items, indexes)
      : null
  }),
  array_iff: choose,
  array_iif: choose,
  treepath: strict(['dynamic'], (value: Dynamic) => [...pathsOf(value, '', new Set())]),
}
