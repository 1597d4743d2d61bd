import type { DuckDBConnection } from '@duckdb/node-api'
import { tables } from '@kansoku/log-analytics'

import { SCHEMA_VERSION } from './schema.ts'
import { StoreError } from './store-error.ts'

const OTHER_FOLDER = 'It was left as it is. Choose another folder with --data.'

/**
 * Makes sure that a file is empty or a store of this layout, before anything is written to it.
 *
 * @throws StoreError for a file of another program or of another layout
 */
export async function checkLayout(connection: DuckDBConnection, file: string): Promise<void> {
  const found = await columnsOf(connection)
  if (found.size === 0) return
  if (found.get('_meta') !== 'key,value') {
    throw new StoreError('foreign', `${file} is a database of another program. ${OTHER_FOLDER}`)
  }
  const version = await versionOf(connection)
  if (version !== SCHEMA_VERSION) throw otherVersion(file, version)
  const differing = Object.entries(tables).find(
    ([table, columns]) =>
      found.has(table) && found.get(table) !== columns.map(({ name }) => name).join(','),
  )
  if (differing !== undefined) {
    throw new StoreError(
      'foreign',
      `${file} has other columns in ${differing[0]} than this kansoku keeps. ${OTHER_FOLDER}`,
    )
  }
}

/** Columns in their order by table; views count, since they take a table's name as well. */
async function columnsOf(connection: DuckDBConnection): Promise<ReadonlyMap<unknown, unknown>> {
  const reader = await connection.runAndReadAll(
    `SELECT table_name, string_agg(column_name, ',' ORDER BY column_index)
     FROM duckdb_columns() WHERE NOT internal GROUP BY table_name`,
  )
  return new Map(reader.getRowsJson().map(([table, columns]) => [table, columns]))
}

async function versionOf(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(
    `SELECT value FROM _meta WHERE key = 'schemaVersion'`,
  )
  return Number(reader.getRowsJson()[0]?.[0] ?? Number.NaN)
}

function otherVersion(file: string, version: number): StoreError {
  if (version > SCHEMA_VERSION) {
    return new StoreError(
      'newer',
      `${file} was written by a newer kansoku (layout ${version}, this one knows ${SCHEMA_VERSION}). Update kansoku, or choose another folder with --data.`,
    )
  }
  return new StoreError(
    'foreign',
    `${file} was written by another kansoku (layout ${Number.isNaN(version) ? 'unknown' : version}, this one knows ${SCHEMA_VERSION}). ${OTHER_FOLDER}`,
  )
}
