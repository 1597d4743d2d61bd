import type { KqlColumn } from '../types.ts'
import { ticksPerMicrosecond, unixEpochTicks } from '../values/ticks.ts'
import { type Property, type Scan, timeColumn } from './source.ts'

/** A table of a DuckDB database as Kusto sees it. */
export interface DuckDBTable {
  readonly name: string
  readonly columns: readonly KqlColumn[]
  /** The VARCHAR column with a property's texts. */
  readonly promoted: (property: Property) => string | undefined
  /** Dynamic columns with bags of texts. */
  readonly bags: readonly string[]
}

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const literal = (value: string | number | boolean): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)

const microseconds = (ticks: bigint, up: boolean): bigint => {
  const since = ticks - unixEpochTicks
  const whole = since / ticksPerMicrosecond
  const rest = since % ticksPerMicrosecond
  if (rest === 0n) return whole
  return up ? whole + (rest > 0n ? 1n : 0n) : whole - (rest < 0n ? 1n : 0n)
}

/** Beyond what DuckDB's TIMESTAMP holds there is nothing to compare with. */
const inRange = (value: bigint): boolean =>
  value > -62_135_596_800_000_001n && value < 253_402_300_800_000_000n

/** The column that a hint looks at; undefined where only the JSON would tell. */
const looksAt = (table: DuckDBTable, column: string, key: string | undefined): string | undefined =>
  key === undefined ? column : table.promoted({ column, key })

function timeBounds(table: DuckDBTable, want: Scan): string[] {
  const time = timeColumn(table.columns)
  const bound = (operator: string, ticks: bigint | undefined, up: boolean): string[] => {
    if (time === undefined || ticks === undefined) return []
    const value = microseconds(ticks, up)
    return inRange(value) ? [`${identifier(time)} ${operator} make_timestamp(${value})`] : []
  }
  return [...bound('>=', want.from, true), ...bound('<=', want.to, false)]
}

function equalities(table: DuckDBTable, want: Scan): string[] {
  return (want.equals ?? []).flatMap(({ column, key, values }) => {
    if (values.length === 0) return 'false'
    const name = looksAt(table, column, key)
    if (name === undefined) return []
    const test = `${identifier(name)} IN (${values.map(literal).join(', ')})`
    // A string column may hold NULL, which is '' to the engine.
    return values.includes('') ? `(${test} OR ${identifier(name)} IS NULL)` : test
  })
}

const typeOf = (table: DuckDBTable, name: string): string | undefined =>
  table.columns.find((column) => column.name === name)?.type

/** Letters that Kusto may write where the JSON has digits (`1e999`). */
const WRITTEN_FOR_NUMBERS = '-infinity nan'

/**
 * Rows whose text may contain another one. JSON escapes can hide letters, and numbers are written in another way than
 * Kusto writes them: in dynamic columns only words of letters are looked for, and a text with a `\u` is kept.
 */
function containments(table: DuckDBTable, want: Scan): string[] {
  return (want.contains ?? []).flatMap(({ column, key, text }) => {
    const name = looksAt(table, column, key)
    if (name === undefined) return []
    const wanted = text.toLowerCase()
    const found = `contains(lower(${identifier(name)}), ${literal(wanted)})`
    if (key !== undefined || typeOf(table, column) !== 'dynamic') return found
    return /^[a-z]{2,}$/u.test(wanted) && !WRITTEN_FOR_NUMBERS.includes(wanted)
      ? `(${found} OR contains(${identifier(name)}, '\\u'))`
      : []
  })
}

/** What follows `SELECT …`: the table, and the rows of it that a scan wants. */
export function fromWhere(table: DuckDBTable, want: Scan): string {
  const where = [
    ...timeBounds(table, want),
    ...equalities(table, want),
    ...containments(table, want),
  ]
  return `FROM ${identifier(table.name)}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
}

/** What is selected for a column: times as microseconds, because the client's objects for them cost ten times as much. */
export function selected({ name, type }: KqlColumn): string {
  return type === 'datetime' ? `epoch_us(${identifier(name)})` : identifier(name)
}
