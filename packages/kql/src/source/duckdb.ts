/* oxlint-disable no-await-in-loop -- chunks come one after the other */
import type { DuckDBConnection } from '@duckdb/node-api'

import type { KqlColumn, KqlType } from '../types.ts'
import { nullOf } from '../values/convert.ts'
import { LazyJson } from '../values/json.ts'
import { wrapLong } from '../values/number.ts'
import { ticksPerMicrosecond, unixEpochTicks } from '../values/ticks.ts'
import { type Batch, type Scan, type Snapshot, type TableSource, timeColumn } from './source.ts'

export interface DuckDBSourceOptions {
  /** A fresh connection, asked for once per query; the source closes it when the query ends. */
  readonly connection: () => Promise<DuckDBConnection>
  /** The Kusto schema of each DuckDB table, same names. */
  readonly tables: Readonly<Record<string, readonly KqlColumn[]>>
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Kusto type by Kusto type: how a column is selected. Times as doubles, because timestamp objects cost ten times as much. */
const selected: Readonly<Partial<Record<KqlType, (column: string) => string>>> = {
  datetime: (column) => `epoch_us(${column})::DOUBLE`,
}

/** From DuckDB's value to the engine's. */
const received: Readonly<Record<KqlType, (value: unknown) => unknown>> = {
  bool: (value) => value,
  int: (value) => value,
  long: (value) => (typeof value === 'bigint' ? wrapLong(value) : value),
  real: (value) => value,
  decimal: (value) => value,
  string: (value) => value,
  guid: (value) => (value === '' ? null : String(value).toLowerCase()),
  datetime: (value) => BigInt(value as number) * ticksPerMicrosecond + unixEpochTicks,
  timespan: (value) => value,
  dynamic: (value) => new LazyJson(String(value)),
}

const literal = (value: string | number | boolean): string =>
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

function conditions(columns: readonly KqlColumn[], want: Scan): string[] {
  const time = timeColumn(columns)
  const bound = (operator: string, ticks: bigint | undefined, up: boolean): string[] => {
    if (time === undefined || ticks === undefined) return []
    const value = microseconds(ticks, up)
    return inRange(value) ? [`${identifier(time)} ${operator} make_timestamp(${value})`] : []
  }
  const equals = (want.equals ?? []).map(({ column, values }) => {
    if (values.length === 0) return 'false'
    const test = `${identifier(column)} IN (${values.map(literal).join(', ')})`
    // A string column may hold NULL, which is '' to the engine.
    return values.includes('') ? `(${test} OR ${identifier(column)} IS NULL)` : test
  })
  return [...bound('>=', want.from, true), ...bound('<=', want.to, false), ...equals]
}

/** The scan as SQL: the wanted columns, the time range, the equalities. Exported for tests. */
export function scanSql(table: string, columns: readonly KqlColumn[], want: Scan): string {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const list = want.columns.map((name) => {
    const column = identifier(name)
    return selected[byName.get(name)?.type ?? 'string']?.(column) ?? column
  })
  const where = conditions(columns, want)
  // A count needs rows, not columns.
  const what = list.length === 0 ? '1' : list.join(', ')
  return `SELECT ${what} FROM ${identifier(table)}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
}

async function* read(
  connection: DuckDBConnection,
  name: string,
  columns: readonly KqlColumn[],
  want: Scan,
): AsyncGenerator<Batch> {
  const byName = new Map(columns.map((column) => [column.name, column.type]))
  const types = want.columns.map((column) => byName.get(column) ?? 'string')
  const result = await connection.stream(scanSql(name, columns, want))
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    yield {
      length: chunk.rowCount,
      columns: types.map((type, index) => {
        const convert = received[type]
        const nothing = nullOf(type)
        return chunk
          .getColumnValues(index)
          .map((value) => (value === null ? nothing : convert(value)))
      }),
    }
  }
}

/**
 * Reads tables of a DuckDB database: string as VARCHAR, datetime as TIMESTAMP (UTC), int INTEGER, long BIGINT, real
 * DOUBLE, bool BOOLEAN, guid VARCHAR, timespan BIGINT ticks, dynamic VARCHAR with JSON. Only the wanted columns are
 * read, in chunks; the time range and equalities run inside DuckDB. A query reads inside one transaction: rows that are
 * written meanwhile are not seen.
 * @example duckdbSource({ connection: () => instance.connect(), tables: { AppTraces: columns } })
 */
export function duckdbSource({ connection, tables }: DuckDBSourceOptions): TableSource {
  async function snapshot(): Promise<Snapshot> {
    const opened = await connection()
    await opened.run('BEGIN TRANSACTION READ ONLY')
    let scanning = false
    return {
      async *scan(name, want) {
        const columns = tables[name]
        if (!columns) throw new Error(`The DuckDB source has no table "${name}".`)
        // A second stream would end the first one silently: a connection holds one.
        if (scanning) throw new Error('Two scans of one DuckDB snapshot at a time.')
        scanning = true
        try {
          yield* read(opened, name, columns, want)
        } finally {
          scanning = false
        }
      },
      async close() {
        // Closing ends the transaction, which has nothing to commit.
        opened.closeSync()
      },
    }
  }
  async function* scan(name: string, want: Scan): AsyncGenerator<Batch> {
    const one = await snapshot()
    try {
      yield* one.scan(name, want)
    } finally {
      await one.close()
    }
  }
  return { tables: () => tables, scan, snapshot }
}
