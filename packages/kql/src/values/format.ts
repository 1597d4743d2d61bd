import type { KqlType } from '../types.ts'
import { conversion } from './convert.ts'
import { plainDecimal } from './decimal.ts'
import { dynamicJson, plainDynamic } from './dynamic.ts'
import { formatDatetime, formatTimespan } from './ticks.ts'

/**
 * Prints a cell as Kusto prints it: datetimes with seven digits and `Z`, `True` and `False`, dynamics as compact
 * JSON, nothing for null.
 * @example formatValue(637134336000000000n, 'datetime') // '2020-01-01T00:00:00.0000000Z'
 */
export function formatValue(value: unknown, type: KqlType): string {
  if (value === null || value === undefined) return ''
  if (type === 'decimal') return `${value as string | number}`
  if (type === 'dynamic') return typeof value === 'string' ? value : dynamicJson(value)
  return conversion(type, 'string')(value) as string
}

/**
 * A cell as JSON can hold it: times as Kusto's text, reals that JSON does not know (`NaN`, `inf`) and longs beyond
 * 2^53 as text, dynamics as they are.
 */
export function toJsonValue(value: unknown, type: KqlType): unknown {
  if (value === null || value === undefined) return null
  switch (type) {
    case 'datetime':
      return formatDatetime(value as bigint)
    case 'timespan':
      return formatTimespan(value as bigint)
    case 'dynamic':
      return jsonSafe(plainDynamic(value))
    case 'decimal':
      return plainDecimal(value)
    case 'real':
      return Number.isFinite(value) ? value : formatValue(value, type)
    default:
      return jsonSafe(value)
  }
}

function jsonSafe(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(jsonSafe)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonSafe(item)]))
}
