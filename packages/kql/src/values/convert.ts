import type { KqlType } from '../types.ts'
import {
  type Decimal,
  decimalOfLong,
  decimalOfReal,
  parseDecimal,
  realOfDecimal,
  textOfDecimal,
  wholePart,
} from './decimal.ts'
import {
  type Dynamic,
  dynamicJson,
  dynamicNumber,
  DynamicReal,
  DynamicTime,
  formatTime,
} from './dynamic.ts'
import { type Long, longOfReal, longOrNull, parseInteger, parseReal, wrapInt } from './number.ts'
import { formatReal } from './real-text.ts'
import {
  datetimeOrNull,
  formatDatetime,
  formatTimespan,
  parseDatetime,
  parseTimespan,
  timespanOrNull,
} from './ticks.ts'

/** Conversions give null for what does not convert, never an exception. One table per target type. */
export type Convert = (value: unknown) => unknown

const nothing: Convert = () => null
const same: Convert = (value) => value
const orNull =
  (convert: Convert): Convert =>
  (value) =>
    value === null || value === undefined ? null : convert(value)

const longOfText = (text: string): Long | null => {
  const value = parseInteger(text)
  return value === null ? null : longOrNull(value)
}
const longOfDynamic: Convert = (value) => {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return longOfText(value)
  if (value instanceof DynamicTime) return longOrNull(value.ticks)
  const number = dynamicNumber(value)
  if (number === undefined) return null
  return typeof number === 'bigint' || Number.isSafeInteger(number) ? number : longOfReal(number)
}
const intRange = (value: Long | null): number | null =>
  value !== null && value >= -2_147_483_648 && value <= 2_147_483_647 ? Number(value) : null
const saturatedInt = (value: number): number | null =>
  Number.isNaN(value)
    ? null
    : Math.trunc(Math.max(-2_147_483_648, Math.min(2_147_483_647, value))) + 0

const toLong: Readonly<Record<KqlType, Convert>> = {
  bool: (value) => (value ? 1 : 0),
  int: same,
  long: same,
  real: (value) => longOfReal(value as number),
  decimal: (value) => longOrNull(wholePart(value as Decimal)),
  string: (value) => longOfText(value as string),
  datetime: (value) => longOrNull(value as bigint),
  timespan: (value) => longOrNull(value as bigint),
  dynamic: longOfDynamic,
  guid: nothing,
}
const toInt: Readonly<Record<KqlType, Convert>> = {
  ...toLong,
  long: (value) => wrapInt(value as Long),
  real: (value) => saturatedInt(value as number),
  decimal: (value) => intRange(longOrNull(wholePart(value as Decimal))),
  string: (value) => intRange(longOfText(value as string)),
  datetime: (value) => wrapInt(value as bigint),
  timespan: (value) => wrapInt(value as bigint),
  dynamic: (value) => {
    const number = dynamicNumber(value)
    if (typeof value === 'string') return intRange(longOfText(value))
    if (
      number !== undefined &&
      (value instanceof DynamicReal || !Number.isInteger(Number(number)))
    ) {
      return saturatedInt(Number(number))
    }
    const long = longOfDynamic(value) as Long | null
    return long === null ? null : wrapInt(long)
  },
}
const toReal: Readonly<Record<KqlType, Convert>> = {
  bool: (value) => (value ? 1 : 0),
  int: Number,
  long: Number,
  real: same,
  decimal: (value) => realOfDecimal(value as Decimal),
  string: (value) => parseReal(value as string),
  datetime: Number,
  timespan: Number,
  dynamic: (value) => {
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value === 'string') return parseReal(value)
    if (value instanceof DynamicTime) return Number(value.ticks)
    const number = dynamicNumber(value)
    return number === undefined ? null : Number(number)
  },
  guid: nothing,
}
const boolOfText = (text: string): boolean | null => {
  const word = text.toLowerCase()
  if (word === 'true') return true
  if (word === 'false') return false
  const number = parseInteger(text)
  return number === null ? null : number !== 0n
}
const toBool: Readonly<Record<KqlType, Convert>> = {
  bool: same,
  int: (value) => value !== 0,
  long: (value) => value !== 0,
  real: (value) => value !== 0,
  decimal: nothing,
  string: (value) => boolOfText(value as string),
  datetime: nothing,
  timespan: nothing,
  dynamic: (value) => {
    if (typeof value === 'boolean') return value
    if (typeof value === 'string') return boolOfText(value)
    const number = dynamicNumber(value)
    return number === undefined ? null : Number(number) !== 0
  },
  guid: nothing,
}
/** Text of a dynamic value: strings bare, the rest as JSON writes it. */
export function dynamicText(value: Dynamic): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return value instanceof DynamicTime ? formatTime(value) : dynamicJson(value)
}
const toText: Readonly<Record<KqlType, (value: unknown) => string>> = {
  bool: (value) => (value ? 'True' : 'False'),
  int: String,
  long: String,
  real: (value) => formatReal(value as number),
  decimal: (value) => textOfDecimal(value as Decimal),
  string: (value) => value as string,
  datetime: (value) => formatDatetime(value as bigint),
  timespan: (value) => formatTimespan(value as bigint),
  dynamic: dynamicText,
  guid: (value) => value as string,
}
const toDatetime: Readonly<Record<KqlType, Convert>> = {
  bool: nothing,
  int: (value) => datetimeOrNull(BigInt(value as Long)),
  long: (value) => datetimeOrNull(BigInt(value as Long)),
  real: (value) =>
    Number.isFinite(value) ? datetimeOrNull(BigInt(Math.trunc(value as number))) : null,
  decimal: nothing,
  string: (value) => parseDatetime(value as string),
  datetime: same,
  timespan: (value) => datetimeOrNull(value as bigint),
  dynamic: (value) => {
    if (value instanceof DynamicTime) return value.type === 'datetime' ? value.ticks : null
    if (typeof value === 'string') return parseDatetime(value)
    const number = dynamicNumber(value)
    return number !== undefined && Number.isInteger(Number(number))
      ? datetimeOrNull(BigInt(number))
      : null
  },
  guid: nothing,
}
const toTimespan: Readonly<Record<KqlType, Convert>> = {
  bool: nothing,
  int: (value) => BigInt(value as Long),
  long: (value) => BigInt(value as Long),
  real: (value) =>
    Number.isFinite(value) ? timespanOrNull(BigInt(Math.trunc(value as number))) : null,
  decimal: nothing,
  string: (value) => parseTimespan(value as string),
  datetime: same,
  timespan: same,
  dynamic: (value) => {
    if (value instanceof DynamicTime) return value.ticks
    if (typeof value === 'string') return parseTimespan(value)
    const number = dynamicNumber(value)
    return number !== undefined && Number.isInteger(Number(number))
      ? timespanOrNull(BigInt(number))
      : null
  },
  guid: nothing,
}
const guidText =
  /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/iu
/** Lower-case with dashes; null when the text is no guid. */
export function parseGuid(text: string): string | null {
  const match = guidText.exec(text.trim())
  return match ? match.slice(1).join('-').toLowerCase() : null
}

const real = (value: number): Dynamic => (Number.isInteger(value) ? new DynamicReal(value) : value)
const toDynamic: Readonly<Record<KqlType, Convert>> = {
  bool: same,
  int: same,
  long: same,
  // JSON has no word for them, and Kusto writes them as text.
  real: (value) =>
    Number.isFinite(value)
      ? real(value as number)
      : Number.isNaN(value)
        ? 'NaN'
        : (value as number) > 0
          ? 'Infinity'
          : '-Infinity',
  decimal: (value) => textOfDecimal(value as Decimal),
  string: same,
  datetime: (value) => new DynamicTime('datetime', value as bigint),
  timespan: (value) => new DynamicTime('timespan', value as bigint),
  dynamic: same,
  guid: same,
}

const toDecimal: Readonly<Record<KqlType, Convert>> = {
  bool: nothing,
  int: (value) => decimalOfLong(value as Long),
  long: (value) => decimalOfLong(value as Long),
  real: (value) => decimalOfReal(value as number),
  decimal: same,
  string: (value) => parseDecimal(value as string),
  datetime: nothing,
  timespan: nothing,
  dynamic: (value) => {
    if (typeof value === 'string') return parseDecimal(value)
    const number = dynamicNumber(value)
    if (number === undefined) return null
    return typeof number === 'bigint' || Number.isSafeInteger(number)
      ? decimalOfLong(number)
      : decimalOfReal(number)
  },
  guid: nothing,
}

const byTarget = {
  bool: toBool,
  int: toInt,
  long: toLong,
  real: toReal,
  datetime: toDatetime,
  timespan: toTimespan,
  dynamic: toDynamic,
  decimal: toDecimal,
} as const

/** The conversion from one type to another; null stays null, and is `''` as text. */
export function conversion(from: KqlType, to: KqlType): Convert {
  switch (to) {
    case 'string': {
      const text = toText[from]
      return (value) => (value === null || value === undefined ? '' : text(value))
    }
    case 'guid':
      if (from === 'guid') return same
      return from === 'string' || from === 'dynamic'
        ? orNull((value) => (typeof value === 'string' ? parseGuid(value) : null))
        : nothing
    default:
      return orNull(byTarget[to][from])
  }
}

/** What a cell holds when there is nothing: `''` in string columns, null elsewhere. */
export function nullOf(type: KqlType): unknown {
  return type === 'string' ? '' : null
}
