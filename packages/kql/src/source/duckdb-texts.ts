/* oxlint-disable no-await-in-loop -- a connection answers one question at a time */
import type { DuckDBConnection } from '@duckdb/node-api'

import { type DuckDBTable, fromWhere, identifier, literal } from './duckdb-sql.ts'
import type { Property, Scan } from './source.ts'

/** Below this a scan is faster than the questions. */
const WORTHWHILE = 20_000
/** One chunk shows whether texts repeat. */
const SAMPLE = 2048
/** Different texts in the sample, and in all. */
const FEW = 64
const SOME = 1000

async function rows(connection: DuckDBConnection, sql: string): Promise<readonly unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRows()
}

/**
 * The texts of those VARCHAR columns in which few different ones stand. Such a column comes as an ENUM: a code a row
 * instead of a text that has to be fetched and decoded (30 ns instead of 700 a row for texts beyond 12 bytes, measured
 * over 1,000,000 rows; the questions cost 4 ms).
 */
export async function repeatedTexts(
  connection: DuckDBConnection,
  table: DuckDBTable,
  want: Scan,
  columns: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  if (columns.length === 0) return found
  // Without looking into texts, which is dear: an ENUM may have texts that no row has.
  const from = fromWhere(table, { ...want, contains: [] })
  const count = (await rows(connection, `SELECT count(*)::DOUBLE ${from}`))[0]?.[0]
  if (typeof count !== 'number' || count < WORTHWHILE) return found
  const names = columns.map(identifier)
  const [guesses = []] = await rows(
    connection,
    `SELECT ${names.map((name) => `approx_count_distinct(${name})::DOUBLE`).join(', ')}
     FROM (SELECT ${names.join(', ')} ${from} LIMIT ${SAMPLE})`,
  )
  for (const [index, column] of columns.entries()) {
    const guess = guesses[index]
    if (typeof guess !== 'number' || guess > FEW) continue
    const name = identifier(column)
    const texts = (
      await rows(
        connection,
        `SELECT DISTINCT ${name} ${from}${from.includes(' WHERE ') ? ' AND' : ' WHERE'} ${name} IS NOT NULL LIMIT ${SOME + 1}`,
      )
    ).map(([text]) => String(text))
    if (texts.length > 0 && texts.length <= SOME) found.set(column, texts)
  }
  return found
}

/** The column as an ENUM of exactly these texts. */
export const asEnum = (column: string, texts: readonly string[]): string =>
  `${identifier(column)}::ENUM(${texts.map(literal).join(', ')})`

/** The promoted properties that may be read in place of the JSON: those whose column has no NULL. */
export async function completeProperties(
  connection: DuckDBConnection,
  table: DuckDBTable,
  properties: readonly Property[],
): Promise<ReadonlySet<string>> {
  const columns = [...new Set(properties.flatMap((each) => table.promoted(each) ?? []))]
  if (columns.length === 0) return new Set()
  const from = `FROM ${identifier(table.name)} WHERE`
  const tests = columns.map((column) => `EXISTS (SELECT 1 ${from} ${identifier(column)} IS NULL)`)
  const [missing = []] = await rows(connection, `SELECT ${tests.join(', ')}`)
  return new Set(columns.filter((_, index) => missing[index] === false))
}
