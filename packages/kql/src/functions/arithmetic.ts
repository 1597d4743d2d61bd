import type { KqlType } from '../types.ts'
import { conversion } from '../values/convert.ts'
import {
  addDecimal,
  type Decimal,
  divideDecimal,
  moduloDecimal,
  multiplyDecimal,
  negateDecimal,
  subtractDecimal,
} from '../values/decimal.ts'
import {
  addLong,
  divideLong,
  floorTo,
  type Long,
  moduloLong,
  moduloReal,
  multiplyLong,
  subtractLong,
  wrapLong,
} from '../values/number.ts'
import { datetimeOrNull, timespanOrNull } from '../values/ticks.ts'
import { type FunctionTable, type Make, refuse, type Run, type Site } from './site.ts'

const isInteger = (type: KqlType | undefined): boolean => type === 'int' || type === 'long'
const isNumber = (type: KqlType | undefined): boolean => isInteger(type) || type === 'real'

/** Arithmetic with null is null. */
const binary =
  (run: (a: never, b: never) => unknown): Run =>
  (a, b) =>
    a === null || a === undefined || b === null || b === undefined
      ? null
      : run(a as never, b as never)

const scale = (span: bigint, factor: number | bigint): bigint | null => {
  if (typeof factor === 'bigint' || Number.isInteger(factor))
    return timespanOrNull(span * BigInt(factor))
  const ticks = Number(span) * factor
  return Number.isFinite(ticks) ? timespanOrNull(BigInt(Math.trunc(ticks))) : null
}

interface Arithmetic {
  readonly decimal: (a: Decimal, b: Decimal) => Decimal
  readonly long: (a: Long, b: Long) => unknown
  readonly real: (a: number, b: number) => unknown
  /** By `left right` types, for times. */
  readonly times: Readonly<Record<string, (a: never, b: never) => unknown>>
}

/** The other side of a decimal becomes one, too. */
function onDecimals(site: Site, run: (a: Decimal, b: Decimal) => Decimal): Run {
  const [left, right] = site.types.map((type) => conversion(type, 'decimal'))
  return binary((a: unknown, b: unknown) => {
    const [x, y] = [left?.(a), right?.(b)] as [Decimal | null, Decimal | null]
    return x && y && run(x, y)
  })
}

function make({ decimal, long, real, times }: Arithmetic): Make {
  return (site) => {
    const [left, right] = site.types
    if (isInteger(left) && isInteger(right)) return binary(long)
    if (isNumber(left) && isNumber(right)) {
      return binary((a: Long, b: Long) => real(Number(a), Number(b)))
    }
    if (site.type === 'decimal') return onDecimals(site, decimal)
    const family = (type: KqlType | undefined) => (isNumber(type) ? 'number' : type)
    const timed = times[`${family(left)} ${family(right)}`]
    if (timed) return binary(timed)
    throw refuseTypes(site)
  }
}

function refuseTypes(site: Site): Error {
  const [left, right] = site.types
  const both = left === 'dynamic' && right === 'dynamic'
  const advice = site.types.includes('dynamic') ? ': convert with tolong(), todouble() … first' : ''
  return refuse(
    site,
    both ? 'runtime' : 'unsupported',
    `"${site.name}" between ${left} and ${right}${advice}`,
  )
}

const spanFloor = (value: bigint, size: bigint): bigint => floorTo(value, size)

const add = make({
  decimal: addDecimal,
  long: addLong,
  real: (a, b) => a + b,
  times: {
    'datetime timespan': (a: bigint, b: bigint) => datetimeOrNull(a + b),
    'timespan datetime': (a: bigint, b: bigint) => datetimeOrNull(a + b),
    'timespan timespan': (a: bigint, b: bigint) => timespanOrNull(a + b),
  },
})
const subtract = make({
  decimal: subtractDecimal,
  long: subtractLong,
  real: (a, b) => a - b,
  times: {
    'datetime timespan': (a: bigint, b: bigint) => datetimeOrNull(a - b),
    'datetime datetime': (a: bigint, b: bigint) => a - b,
    'timespan timespan': (a: bigint, b: bigint) => timespanOrNull(a - b),
  },
})
const multiply = make({
  decimal: multiplyDecimal,
  long: multiplyLong,
  real: (a, b) => a * b,
  times: {
    'timespan number': scale,
    'number timespan': (a: number | bigint, b: bigint) => scale(b, a),
  },
})
const divide = make({
  decimal: divideDecimal,
  long: divideLong,
  real: (a, b) => a / b,
  times: {
    'timespan timespan': (a: bigint, b: bigint) => Number(a) / Number(b),
    'timespan number': (a: bigint, b: number | bigint) => {
      if (typeof b === 'bigint' || Number.isInteger(b))
        return Number(b) === 0 ? null : a / BigInt(b)
      const ticks = Number(a) / b
      return Number.isFinite(ticks) ? timespanOrNull(BigInt(Math.trunc(ticks))) : null
    },
  },
})
const modulo = make({
  decimal: moduloDecimal,
  long: moduloLong,
  real: moduloReal,
  times: {
    'timespan timespan': (a: bigint, b: bigint) => {
      const size = b < 0n ? -b : b
      return size === 0n ? null : ((a % size) + size) % size
    },
  },
})

const negate: Make = (site) => {
  const [type] = site.types
  if (type === 'real') return (a) => (a === null ? null : -(a as number))
  if (type === 'timespan') return (a) => (a === null ? null : -(a as bigint))
  if (type === 'decimal') return (a) => (a === null ? null : negateDecimal(a as Decimal))
  if (isInteger(type)) {
    return (a) => {
      if (a === null) return null
      return typeof a === 'number' ? -a + 0 : wrapLong(-(a as bigint))
    }
  }
  throw refuse(site, 'unsupported', `"-" before ${type}`)
}

/** Floors to multiples of the size, counted from zero (datetimes from 0001-01-01). A size of zero or less gives null. */
const bin: Make = (site) => {
  const [value, size] = site.types
  if (isInteger(value) && isInteger(size)) {
    return binary((a: Long, b: Long) => {
      if (b <= 0) return null
      if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) * b + 0
      return wrapLong(floorTo(BigInt(a), BigInt(b)))
    })
  }
  if (isNumber(value) && isNumber(size)) {
    return binary((a: Long, b: Long) =>
      b > 0 ? Math.floor(Number(a) / Number(b)) * Number(b) : null,
    )
  }
  if ((value === 'datetime' || value === 'timespan') && size === 'timespan') {
    return binary((a: bigint, b: bigint) => (b > 0n ? spanFloor(a, b) : null))
  }
  throw refuse(site, 'unsupported', `${site.name}() of ${value} by ${size}`)
}

const missing = (args: readonly unknown[]): boolean =>
  args.some((arg) => arg === null || arg === undefined)

/** As `bin`, from an origin of its own. */
const binAt: Make = (site) => {
  const [value, size, origin] = site.types
  if (isInteger(value) && isInteger(size) && isInteger(origin)) {
    return (...args) => {
      if (missing(args)) return null
      const [a, b, at] = args.map((arg) => BigInt(arg as Long)) as [bigint, bigint, bigint]
      return b > 0n ? wrapLong(floorTo(a - at, b) + at) : null
    }
  }
  if (isNumber(value) && isNumber(size) && isNumber(origin)) {
    return (...args) => {
      if (missing(args)) return null
      const [a, b, at] = args.map(Number) as [number, number, number]
      return b > 0 ? Math.floor((a - at) / b) * b + at : null
    }
  }
  if ((value === 'datetime' || value === 'timespan') && size === 'timespan' && origin === value) {
    return (...args) => {
      if (missing(args)) return null
      const [a, b, at] = args as [bigint, bigint, bigint]
      return b > 0n ? floorTo(a - at, b) + at : null
    }
  }
  throw refuse(site, 'unsupported', `bin_at() of ${value} by ${size}`)
}

export const arithmeticFunctions: FunctionTable = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
  negate,
  bin,
  floor: bin,
  bin_at: binAt,
}
