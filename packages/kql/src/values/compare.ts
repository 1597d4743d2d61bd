import type { KqlType } from '../types.ts'
import type { Decimal } from './decimal.ts'
import {
  dynamicJson,
  isBag,
  DynamicReal,
  DynamicTime,
  bagEntries,
  type Dynamic,
} from './dynamic.ts'

/** Order of two non-null values of one type; strings by code unit, NaN before all numbers. */
export function compareValues(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (typeof left === 'number' && Number.isNaN(left))
    return typeof right === 'number' && Number.isNaN(right) ? 0 : -1
  if (typeof right === 'number' && Number.isNaN(right)) return 1
  // Numbers and bigints compare by value in JavaScript, booleans as 0 and 1.
  const a = left as number
  const b = right as number
  return a < b ? -1 : a > b ? 1 : 0
}

/** A key under which equal values meet in a Map: NaN with NaN, null with null, text by case, long with real. */
export function groupKey(value: unknown, type: KqlType): unknown {
  if (value === null || value === undefined) return null
  if (type === 'decimal') return (value as Decimal).valueOf()
  return type === 'dynamic' ? `d${canonicalJson(value)}` : value
}

/** JSON with sorted keys: bags are equal whatever the order of their properties. */
export function canonicalJson(value: Dynamic): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isBag(value) || value instanceof DynamicReal || value instanceof DynamicTime)
    return dynamicJson(value)
  const entries = bagEntries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`)
    .toSorted()
  return `{${entries.join(',')}}`
}
