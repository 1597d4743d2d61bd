import { formatReal } from './real-text.ts'
import { formatDatetime, formatTimespan } from './ticks.ts'

/** A real that happens to be whole: `1.0` stays a double inside dynamic values. */
export class DynamicReal {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** A datetime or timespan inside a dynamic value. */
export class DynamicTime {
  readonly type: 'datetime' | 'timespan'
  readonly ticks: bigint
  constructor(type: 'datetime' | 'timespan', ticks: bigint) {
    this.type = type
    this.ticks = ticks
  }
}

/**
 * null, boolean, number (whole: long; else double), bigint (long), string, array, bag, or one of the boxes.
 * A bag is a plain object, or a Map where a key looks like an array index and an object would change the order.
 */
export type Dynamic = unknown
export type Bag = Readonly<Record<string, Dynamic>> | ReadonlyMap<string, Dynamic>

export function isBag(value: Dynamic): value is Bag {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof DynamicReal) &&
    !(value instanceof DynamicTime)
  )
}

export function bagValue(bag: Bag, key: string): Dynamic {
  if (bag instanceof Map) return bag.get(key) ?? null
  return Object.hasOwn(bag, key) ? (bag as Record<string, Dynamic>)[key] : null
}

/** `a.b`, `a["b"]`, `a[0]`, `a[-1]`: null for whatever is not there. */
export function memberOf(target: Dynamic, key: unknown): Dynamic {
  if (Array.isArray(target)) {
    if (typeof key !== 'number') return null
    return target[key < 0 ? target.length + key : key] ?? null
  }
  return isBag(target) && typeof key === 'string' ? bagValue(target, key) : null
}

export function bagEntries(bag: Bag): [string, Dynamic][] {
  return bag instanceof Map ? [...bag] : Object.entries(bag)
}

const indexLike = /^(?:0|[1-9]\d*)$/u

/** The first value of a key wins. */
export function bagOf(entries: Iterable<readonly [string, Dynamic]>): Bag {
  const bag = new Map<string, Dynamic>()
  let plain = true
  for (const [key, value] of entries) {
    if (bag.has(key)) continue
    if (indexLike.test(key) || key === '__proto__') plain = false
    bag.set(key, value)
  }
  return plain ? Object.fromEntries(bag) : bag
}

/** The number in a dynamic value, whole or not. */
export function dynamicNumber(value: Dynamic): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  return value instanceof DynamicReal ? value.value : undefined
}

/** Kusto's word for the type of a dynamic value, as `gettype()` gives it. */
export function dynamicType(value: Dynamic): string {
  if (value === null || value === undefined) return 'null'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'string':
      return 'string'
    case 'bigint':
      return 'long'
    case 'number':
      return Number.isInteger(value) ? 'long' : 'double'
    default:
      if (Array.isArray(value)) return 'array'
      if (value instanceof DynamicReal) return 'double'
      return value instanceof DynamicTime ? value.type : 'dictionary'
  }
}

/** Compact JSON, properties in order. */
export function dynamicJson(value: Dynamic): string {
  if (value === null || value === undefined) return 'null'
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return value.toString()
    case 'number':
      return Number.isInteger(value) ? value.toString() : formatReal(value)
    case 'string':
      return JSON.stringify(value)
    default:
  }
  if (value instanceof DynamicReal) return formatReal(value.value)
  if (value instanceof DynamicTime) return `"${formatTime(value)}"`
  if (Array.isArray(value)) return `[${value.map((item) => dynamicJson(item)).join(',')}]`
  const entries = bagEntries(value as Bag)
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${dynamicJson(item)}`).join(',')}}`
}

export function formatTime(value: DynamicTime): string {
  return value.type === 'datetime' ? formatDatetime(value.ticks) : formatTimespan(value.ticks)
}

/** A dynamic value without boxes, for people outside: times as text. */
export function plainDynamic(value: Dynamic): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null
  if (value instanceof DynamicReal) return value.value
  if (value instanceof DynamicTime) return formatTime(value)
  if (Array.isArray(value)) return value.map(plainDynamic)
  return Object.fromEntries(
    bagEntries(value as Bag).map(([key, item]) => [key, plainDynamic(item)]),
  )
}
