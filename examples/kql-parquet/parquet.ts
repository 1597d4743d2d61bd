import { DuckDBInstance } from '@duckdb/node-api'
import { duckdbSource, type KqlColumn, type KqlType, type TableSource } from '@kansoku/kql'

/** How each type of the file is read; what is not here (lists, structs) becomes JSON. */
const types: Readonly<Record<string, readonly [KqlType, string]>> = {
  BOOLEAN: ['bool', 'BOOLEAN'],
  TINYINT: ['int', 'INTEGER'],
  SMALLINT: ['int', 'INTEGER'],
  INTEGER: ['int', 'INTEGER'],
  BIGINT: ['long', 'BIGINT'],
  FLOAT: ['real', 'DOUBLE'],
  DOUBLE: ['real', 'DOUBLE'],
  VARCHAR: ['string', 'VARCHAR'],
  DATE: ['datetime', 'TIMESTAMP'],
  TIMESTAMP: ['datetime', 'TIMESTAMP'],
  'TIMESTAMP WITH TIME ZONE': ['datetime', 'TIMESTAMPTZ'],
  UUID: ['guid', 'VARCHAR'],
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export interface ParquetTable {
  readonly source: TableSource
  close(): void
}

/** A Parquet file as the table of that name. Nothing is loaded: a query reads the columns and row groups that it needs. */
export async function openParquet(file: string, name: string): Promise<ParquetTable> {
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  const parquet = `read_parquet('${file.replaceAll("'", "''")}')`
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${parquet}`)
  const columns: KqlColumn[] = []
  const selected: string[] = []
  for (const [column, stored] of described.getRows()) {
    const [type, sql] = types[String(stored)] ?? ['dynamic', undefined]
    columns.push({ name: String(column), type })
    const value = quoted(String(column))
    selected.push(
      `${sql === undefined ? `to_json(${value})::VARCHAR` : `${value}::${sql}`} AS ${value}`,
    )
  }
  await connection.run(
    `CREATE VIEW ${quoted(name)} AS SELECT ${selected.join(', ')} FROM ${parquet}`,
  )
  connection.closeSync()
  return {
    source: duckdbSource({ connection: () => database.connect(), tables: { [name]: columns } }),
    close: () => database.closeSync(),
  }
}
