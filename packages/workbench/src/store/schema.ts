import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBTimestampValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import { tables, type Column, type ColumnType } from '@kansoku/log-analytics'

import type { CellValue } from '../rows/row.ts'

/** Raised when the layout of the file changes; a newer file is refused, never converted silently. */
export const SCHEMA_VERSION = 1

interface Storage {
  readonly type: DuckDBType
  readonly sql: string
  readonly value: (cell: CellValue) => DuckDBValue
}

const asIs = (cell: CellValue): DuckDBValue => cell
const text: Storage = { type: VARCHAR, sql: "VARCHAR NOT NULL DEFAULT ''", value: asIs }

const storages = {
  string: text,
  guid: text,
  int: { type: INTEGER, sql: 'INTEGER', value: asIs },
  long: { type: BIGINT, sql: 'BIGINT', value: asIs },
  real: { type: DOUBLE, sql: 'DOUBLE', value: asIs },
  bool: { type: BOOLEAN, sql: 'BOOLEAN', value: asIs },
  datetime: {
    type: TIMESTAMP,
    sql: 'TIMESTAMP',
    value: (cell) => (typeof cell === 'bigint' ? new DuckDBTimestampValue(cell) : null),
  },
  timespan: { type: BIGINT, sql: 'BIGINT', value: asIs },
  dynamic: { type: VARCHAR, sql: 'VARCHAR', value: asIs },
} as const satisfies Record<ColumnType, Storage>

/** How cells of a column type are kept in DuckDB. */
export function storageOf(type: ColumnType): Storage {
  return storages[type]
}

function createTable(name: string, columns: readonly Column[]): string {
  const lines = columns.map((column) => `"${column.name}" ${storages[column.type].sql}`)
  return `CREATE TABLE IF NOT EXISTS "${name}" (${lines.join(', ')})`
}

/** Everything a new file needs. */
export const ddl: readonly string[] = [
  'CREATE TABLE IF NOT EXISTS _meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)',
  'CREATE TABLE IF NOT EXISTS _batches (hash VARCHAR PRIMARY KEY, received TIMESTAMP NOT NULL, answer VARCHAR NOT NULL)',
  ...Object.entries(tables).map(([name, columns]) => createTable(name, columns)),
  `INSERT OR IGNORE INTO _meta VALUES ('schemaVersion', '${SCHEMA_VERSION}')`,
]
