import type { KqlColumn, KqlType } from '../types.ts'
import { nullOf, parseGuid } from '../values/convert.ts'
import { type Dynamic, DynamicTime } from '../values/dynamic.ts'
import { wrapLong } from '../values/number.ts'
import {
  parseDatetime,
  parseTimespan,
  ticksPerMillisecond,
  unixEpochTicks,
} from '../values/ticks.ts'
import type { Batch, Scan, TableSource } from './source.ts'

/** A table in memory: rows as arrays in column order, or as objects by column name. */
export interface MemoryTable {
  readonly columns: readonly KqlColumn[]
  readonly rows: readonly (readonly unknown[] | Readonly<Record<string, unknown>>)[]
}

const ticksOfDate = (date: Date): bigint | null =>
  Number.isNaN(date.getTime())
    ? null
    : BigInt(date.getTime()) * ticksPerMillisecond + unixEpochTicks

function plainJson(value: unknown): Dynamic {
  if (value instanceof Date) return new DynamicTime('datetime', ticksOfDate(value) ?? 0n)
  if (Array.isArray(value)) return value.map(plainJson)
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.getPrototypeOf(value) !== Object.prototype
  )
    return value ?? null
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item)]))
}

/** Brings what JavaScript code has at hand to the engine's forms: `Date` and ISO text to ticks, undefined to null. */
function cell(value: unknown, type: KqlType): unknown {
  if (value === null || value === undefined) return nullOf(type)
  switch (type) {
    case 'datetime':
      if (value instanceof Date) return ticksOfDate(value)
      return typeof value === 'string' ? parseDatetime(value) : BigInt(value as number)
    case 'timespan':
      return typeof value === 'string' ? parseTimespan(value) : BigInt(value as number)
    case 'int':
    case 'long':
      return typeof value === 'bigint' ? wrapLong(value) : Number(value)
    case 'dynamic':
      return plainJson(value)
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value)
    case 'decimal':
      return typeof value === 'number' ? value : `${value as string | bigint}`
    case 'guid':
      return typeof value === 'string' ? parseGuid(value) : null
    default:
      return value
  }
}

const blockSize = 2048

/**
 * Tables in memory, for tests and small data. Cells are converted once, at the start: `Date` and ISO text become
 * ticks, plain objects stay as dynamic values.
 * @example memorySource({ T: { columns: [{ name: 'x', type: 'long' }], rows: [[1], { x: 2 }] } })
 */
export function memorySource(tables: Readonly<Record<string, MemoryTable>>): TableSource {
  const schemas = Object.fromEntries(
    Object.entries(tables).map(([name, { columns }]) => [name, columns]),
  )
  const stored = new Map(
    Object.entries(tables).map(([name, { columns, rows }]) => [
      name,
      {
        length: rows.length,
        columns: new Map(
          columns.map((column, index) => [
            column.name,
            rows.map((row) =>
              cell(
                Array.isArray(row) ? row[index] : (row as Record<string, unknown>)[column.name],
                column.type,
              ),
            ),
          ]),
        ),
      },
    ]),
  )
  async function* scan(name: string, want: Scan): AsyncGenerator<Batch> {
    const table = stored.get(name)
    if (!table) throw new Error(`The memory source has no table "${name}".`)
    for (let start = 0; start < table.length; start += blockSize) {
      const end = Math.min(table.length, start + blockSize)
      yield {
        length: end - start,
        columns: want.columns.map((column) => (table.columns.get(column) ?? []).slice(start, end)),
      }
    }
  }
  return { tables: () => schemas, scan }
}
