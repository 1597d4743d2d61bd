import type { KqlType } from '../types.ts'
import { conversion } from '../values/convert.ts'
import type { Decimal } from '../values/decimal.ts'
import { dynamicNumber, DynamicTime } from '../values/dynamic.ts'
import { type FunctionTable, type Make, refuse, type Site } from './site.ts'

type Family = 'number' | 'text' | 'bool' | 'datetime' | 'timespan' | 'dynamic'

const families: Readonly<Record<KqlType, Family>> = {
  bool: 'bool',
  int: 'number',
  long: 'number',
  real: 'number',
  decimal: 'number',
  string: 'text',
  guid: 'text',
  datetime: 'datetime',
  timespan: 'timespan',
  dynamic: 'dynamic',
}

const missing = (value: unknown): boolean => value === null || value === undefined

/** The value inside a dynamic, if it is of the other side's family. What Kusto answers across families is not known. */
function opened(site: Site, family: Family): (value: unknown) => unknown {
  return (value) => {
    if (missing(value)) return null
    if (family === 'number' && dynamicNumber(value) !== undefined) return dynamicNumber(value)
    if (family === 'text' && typeof value === 'string') return value
    if (family === 'bool' && typeof value === 'boolean') return value
    if (value instanceof DynamicTime && value.type === family) return value.ticks
    throw refuse(
      site,
      'unsupported',
      `"${site.name}" between a dynamic value of another type and a ${family}: convert it first (tostring(), toint(), todouble() …)`,
    )
  }
}

interface Sides {
  readonly family: Family
  readonly left: (value: unknown) => unknown
  readonly right: (value: unknown) => unknown
}

const asIs = (value: unknown): unknown => value

/** Decimals compare as whole numbers on one scale, and what stands beside them as a decimal. */
function decimalValue(type: KqlType | undefined): (value: unknown) => unknown {
  const convert = conversion(type ?? 'decimal', 'decimal')
  return (value) => (convert(value) as Decimal | null)?.valueOf() ?? null
}

/** How to bring both sides of a comparison to one family, or a refusal. */
export function comparable(
  site: Site,
  leftType: KqlType | undefined,
  rightType: KqlType | undefined,
): Sides {
  const left = families[leftType ?? 'dynamic']
  const right = families[rightType ?? 'dynamic']
  if (left === 'dynamic' && right === 'dynamic') {
    throw refuse(site, 'runtime', `"${site.name}" between two dynamic values: convert at least one`)
  }
  if (left === right && (leftType === 'decimal' || rightType === 'decimal'))
    return { family: left, left: decimalValue(leftType), right: decimalValue(rightType) }
  if (left === right) return { family: left, left: asIs, right: asIs }
  if (left === 'dynamic') return { family: right, left: opened(site, right), right: asIs }
  if (right === 'dynamic') return { family: left, left: asIs, right: opened(site, left) }
  throw refuse(site, 'unsupported', `"${site.name}" between ${leftType} and ${rightType}`)
}

/** Total: null with a value is not equal, null with null is not equal either. Numbers meet across long and real. */
const equality =
  (equal: boolean): Make =>
  (site) => {
    const { left, right } = comparable(site, site.types[0], site.types[1])
    return (a, b) => {
      const x = left(a)
      const y = right(b)
      if (missing(x) || missing(y)) return !equal
      // oxlint-disable-next-line eqeqeq -- a long beyond 2^53 is a bigint and equals the number of the same value
      return (x == y) === equal
    }
  }

const ordering =
  (test: (a: number, b: number) => boolean): Make =>
  (site) => {
    const { left, right } = comparable(site, site.types[0], site.types[1])
    return (a, b) => {
      const x = left(a)
      const y = right(b)
      return missing(x) || missing(y) ? null : test(x as number, y as number)
    }
  }

/** Both ends belong to it; `datetime between (d .. 3d)` ends at d + 3d. */
const between =
  (inside: boolean): Make =>
  (site) => {
    const [value, low, high] = site.types
    const lower = comparable(site, value, low)
    const relative = low === 'datetime' && high === 'timespan'
    const upper = relative ? lower : comparable(site, value, high)
    return (x, from, to) => {
      const bottom = lower.right(from)
      const top =
        relative && !missing(from) && !missing(to)
          ? (from as bigint) + (to as bigint)
          : upper.right(to)
      const a = lower.left(x)
      const b = upper.left(x)
      if (missing(a) || missing(bottom) || missing(top)) return null
      return ((a as number) >= (bottom as number) && (b as number) <= (top as number)) === inside
    }
  }

/** Within a distance of a center, both ends included. */
const around: Make = (site) => {
  const [value, center, delta] = site.types
  const family = families[value ?? 'dynamic']
  const numbers = [value, center, delta].every((type) => families[type ?? 'dynamic'] === 'number')
  const times =
    (family === 'datetime' || family === 'timespan') && center === value && delta === 'timespan'
  if ((!numbers && !times) || site.types.includes('decimal'))
    throw refuse(site, 'unsupported', `${site.name}() of ${site.types.join(', ')}`)
  return (...args) => {
    if (args.some(missing)) return null
    const [x, middle, by] = (times ? args : args.map(Number)) as [number, number, number]
    return x >= middle - by && x <= middle + by
  }
}

/** Dynamic arrays among the values count with their elements. */
function members(site: Site, insensitive: boolean): (args: readonly unknown[]) => Set<unknown> {
  const [left] = site.types
  const normal = (value: unknown): unknown =>
    insensitive && typeof value === 'string' ? value.toLowerCase() : value
  const convert = conversion('dynamic', left ?? 'dynamic')
  return (args) => {
    const set = new Set<unknown>()
    const addOne = (value: unknown): void => {
      if (!missing(value)) set.add(normal(value))
    }
    args.forEach((value, index) => {
      const type = site.types[index + 1]
      if (left === 'decimal') return addOne(decimalValue(type)(value))
      if (type !== 'dynamic') return addOne(value)
      for (const item of Array.isArray(value) ? value : [value]) addOne(convert(item))
    })
    return set
  }
}

const membership =
  (inside: boolean, insensitive: boolean): Make =>
  (site) => {
    const collect = members(site, insensitive)
    const [left] = site.types
    const text =
      left === 'dynamic'
        ? conversion('dynamic', 'string')
        : left === 'decimal'
          ? decimalValue(left)
          : asIs
    const fixed = site.constants.slice(1).every((constant) => constant !== undefined)
      ? collect(site.constants.slice(1).map((constant) => constant?.value))
      : undefined
    if (left === 'dynamic' && site.types.slice(1).some((type) => type !== 'string')) {
      throw refuse(site, 'unsupported', `"${site.name}" on a dynamic value: convert it first`)
    }
    return (value, ...args) => {
      if (missing(value)) return !inside
      const wanted = insensitive ? (text(value) as string).toLowerCase() : text(value)
      return (fixed ?? collect(args)).has(wanted) === inside
    }
  }

/** `case(p1, v1, p2, v2, …, otherwise)` and friends are lazy: see `evaluate/conditional.ts`. */
const isNull: Make = (site) => (site.types[0] === 'string' ? () => false : missing)
const isNotNull: Make = (site) =>
  site.types[0] === 'string' ? () => true : (value) => !missing(value)
const isEmpty: Make = (site) => {
  const [type] = site.types
  const text = conversion(type ?? 'string', 'string')
  return (value) => text(value) === ''
}
const not =
  (make: Make): Make =>
  (site) => {
    const run = make(site)
    return (...args) => !run(...args)
  }

/** `max_of`, `min_of`: nulls are ignored, NaN wins. */
const extreme =
  (better: (a: number, b: number) => boolean): Make =>
  (site) => {
    if (
      site.types.includes('dynamic') ||
      new Set(site.types.map((type) => families[type])).size > 1
    ) {
      throw refuse(site, 'unsupported', `${site.name}() over ${site.types.join(', ')}`)
    }
    return (...args) => {
      let best: unknown = null
      for (const value of args) {
        if (missing(value)) continue
        if (Number.isNaN(value)) return value
        if (missing(best) || better(value as number, best as number)) best = value
      }
      return best
    }
  }

export const comparisonFunctions: FunctionTable = {
  '==': equality(true),
  '!=': equality(false),
  '<>': equality(false),
  '<': ordering((a, b) => a < b),
  '<=': ordering((a, b) => a <= b),
  '>': ordering((a, b) => a > b),
  '>=': ordering((a, b) => a >= b),
  around,
  between: between(true),
  '!between': between(false),
  in: membership(true, false),
  '!in': membership(false, false),
  'in~': membership(true, true),
  '!in~': membership(false, true),
  isnull: isNull,
  isnotnull: isNotNull,
  notnull: isNotNull,
  isempty: isEmpty,
  isnotempty: not(isEmpty),
  notempty: not(isEmpty),
  max_of: extreme((a, b) => a > b),
  min_of: extreme((a, b) => a < b),
}
