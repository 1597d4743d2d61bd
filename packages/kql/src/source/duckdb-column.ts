import type { DuckDBDataChunk } from '@duckdb/node-api'

import type { KqlType } from '../types.ts'
import { nullOf } from '../values/convert.ts'
import { LazyJson } from '../values/json.ts'
import { wrapLong } from '../values/number.ts'
import { datetimeOrNull, ticksPerMicrosecond, unixEpochTicks } from '../values/ticks.ts'
import type { Column } from './source.ts'

/** From one value of DuckDB's to the engine's. Times are selected as microseconds since 1970. */
const received: Readonly<Record<KqlType, (value: unknown) => unknown>> = {
  bool: (value) => value,
  int: (value) => value,
  long: (value) => (typeof value === 'bigint' ? wrapLong(value) : value),
  real: (value) => value,
  decimal: (value) => value,
  string: (value) => value,
  guid: (value) => (value === '' ? null : String(value).toLowerCase()),
  datetime: (value) =>
    datetimeOrNull(BigInt(value as number) * ticksPerMicrosecond + unixEpochTicks),
  timespan: (value) => value,
  dynamic: (value) => new LazyJson(String(value)),
}

/**
 * What a vector of the client keeps inside: reading it in place costs a tenth of `getItem()` a cell (measured with 1.5.6).
 * Whatever does not look like this is read through the public way.
 */
interface Inside {
  readonly items?: unknown
  readonly dataView?: unknown
  readonly validity?: { readonly data?: unknown; readonly offset?: unknown }
}

/** One column of a chunk in the engine's forms. What it holds is a copy: the chunk's memory is DuckDB's. */
export function chunkColumn(chunk: DuckDBDataChunk, index: number, type: KqlType): Column {
  const vector = chunk.getColumnVector(index)
  const inside = vector as unknown as Inside
  const full = inside.validity?.data === null
  if (full) {
    const { items } = inside
    if (items instanceof Float64Array || items instanceof Int32Array) return items.slice()
    if (items instanceof BigInt64Array) {
      const typed = wholeNumbers(items, type)
      if (typed) return typed
    }
  }
  const valueAt =
    inside.dataView instanceof DataView && (type === 'string' || type === 'guid')
      ? remembered(inside.dataView, (row) => vector.getItem(row))
      : (row: number): unknown => vector.getItem(row)
  const valid = full ? undefined : validityOf(inside)
  const convert = received[type]
  const nothing = nullOf(type)
  const cells: unknown[] = []
  for (let row = 0; row < vector.itemCount; row++) {
    const value = valid && !valid(row) ? null : valueAt(row)
    cells.push(value === null ? nothing : convert(value))
  }
  return cells
}

/** A day of the year 1 and of the year 9999 in microseconds since 1970; a copy of what lies between needs no check. */
const FIRST = -62_135_596_800_000_000n
const LAST = 253_402_300_799_999_999n

function wholeNumbers(items: BigInt64Array, type: KqlType): Column | undefined {
  switch (type) {
    case 'timespan':
      return items.slice()
    case 'long': {
      const numbers = Float64Array.from(items, Number)
      return numbers.every(Number.isSafeInteger) ? numbers : undefined
    }
    case 'datetime': {
      const ticks = new BigInt64Array(items.length)
      for (let row = 0; row < items.length; row++) {
        const value = items[row] ?? 0n
        if (value < FIRST || value > LAST) return undefined
        // `asIntN` keeps V8 on machine integers: 1 ns a cell instead of 100.
        const scaled = BigInt.asIntN(64, value * ticksPerMicrosecond)
        ticks[row] = BigInt.asIntN(64, scaled + unixEpochTicks)
      }
      return ticks
    }
    default:
      return undefined
  }
}

/** A bit a row; the client's own test makes two bigints for each. */
function validityOf({ validity }: Inside): ((row: number) => boolean) | undefined {
  const data = validity?.data
  if (!(data instanceof BigUint64Array) || validity?.offset !== 0) return undefined
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return (row) => ((bytes[row >> 3] ?? 0) & (1 << (row & 7))) !== 0
}

/** Rows by the hash of their entry, at least twice as many places as a chunk has rows. */
const PLACES = 8192

/**
 * Texts repeat within a chunk: equal entries (length and first bytes, rest or address) are equal texts, and decoding one
 * costs 250 ns, finding it 10.
 */
function remembered(view: DataView, decode: (row: number) => unknown): (row: number) => unknown {
  const words = new Int32Array(view.buffer, view.byteOffset, view.byteLength >> 2)
  const rows = new Int16Array(PLACES)
  const values: unknown[] = []
  return (row) => {
    const at = row << 2
    const a = words[at] ?? 0
    const b = words[at + 1] ?? 0
    const c = words[at + 2] ?? 0
    const d = words[at + 3] ?? 0
    const mixed =
      Math.imul(Math.imul(Math.imul(a ^ 0x9e3779b1, 0x85ebca6b) ^ b, 0xc2b2ae35) ^ c, 0x27d4eb2f) ^
      d
    for (let place = mixed ^ (mixed >>> 15); ; place++) {
      // One more than the row, so that zero says empty.
      const found = (rows[place & (PLACES - 1)] ?? 0) - 1
      if (found < 0) {
        rows[place & (PLACES - 1)] = row + 1
        return (values[row] = decode(row))
      }
      const other = found << 2
      if (
        words[other] === a &&
        words[other + 1] === b &&
        words[other + 2] === c &&
        words[other + 3] === d
      )
        return values[found]
    }
  }
}
