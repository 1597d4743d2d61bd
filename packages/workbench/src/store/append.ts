import {
  DuckDBDataChunk,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api'
import { tables, type Column, type LogAnalyticsTable } from '@kansoku/log-analytics'

import type { CellValue, Row } from '../rows/row.ts'
import { storageOf } from './schema.ts'

/** Adds rows to their tables through the connection's open transaction. */
export type RowAppender = (rows: readonly Row[]) => Promise<void>

/** DuckDB's vector size: a chunk holds no more. */
const CHUNK_ROWS = 2048

/** Fewer rows go straight to their table: three more statements would cost more than they save. */
const STAGE_ROWS = 64

/** Sets of columns that differ are few; a sender that makes up new ones all the time gets no more tables. */
const MAX_STAGES = 64

/**
 * Many rows at once go through a temporary table that has only the columns in which they differ;
 * what all of them share (half of the columns are empty, and one application sends one role name)
 * is written once, in the statement that copies them. Every cell costs a call into DuckDB: with the
 * 43 columns of a model call this takes a quarter of the time on the thread that also answers.
 */
export function rowAppender(connection: DuckDBConnection): RowAppender {
  const stages = new Map<string, string>()

  async function stageFor(columns: readonly Column[]): Promise<string | undefined> {
    const key = columns.map(({ name }) => name).join()
    const known = stages.get(key)
    if (known !== undefined || stages.size === MAX_STAGES) return known
    const stage = `_stage_${stages.size}`
    const shape = columns.map(({ name, type }) => `"${name}" ${storageOf(type).sql}`)
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${stage} (${shape.join(', ')})`)
    stages.set(key, stage)
    return stage
  }

  async function copy(table: LogAnalyticsTable, rows: readonly Row[]): Promise<void> {
    const { varying, shared } = divide(tables[table], rows)
    const stage = varying.length === 0 ? undefined : await stageFor(varying)
    if (stage === undefined) return appendChunks(connection, table, tables[table], rows)
    await appendChunks(connection, stage, varying, rows)
    const names = [...varying, ...shared.map(({ column }) => column)].map(({ name }) => `"${name}"`)
    await connection.run(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT *${', ?'.repeat(shared.length)} FROM ${stage}`,
      shared.map(({ value }) => value),
    )
    await connection.run(`TRUNCATE ${stage}`)
  }

  return async (rows) => {
    for (const [table, ofTable] of byTable(rows)) {
      // One connection, one transaction: the tables follow each other.
      // oxlint-disable-next-line no-await-in-loop
      await (ofTable.length < STAGE_ROWS
        ? appendChunks(connection, table, tables[table], ofTable)
        : copy(table, ofTable))
    }
  }
}

function byTable(rows: readonly Row[]): ReadonlyMap<LogAnalyticsTable, readonly Row[]> {
  const found = new Map<LogAnalyticsTable, Row[]>()
  for (const row of rows) {
    const ofTable = found.get(row.table)
    if (ofTable === undefined) found.set(row.table, [row])
    else ofTable.push(row)
  }
  return found
}

interface Divided {
  readonly varying: readonly Column[]
  readonly shared: readonly { readonly column: Column; readonly value: DuckDBValue }[]
}

/** What is empty in all rows is neither: it is the column's default. */
function divide(columns: readonly Column[], rows: readonly Row[]): Divided {
  const varying: Column[] = []
  const shared: { column: Column; value: DuckDBValue }[] = []
  for (const column of columns) {
    const { name, type } = column
    const first = cell(rows[0], name)
    if (rows.some((row) => cell(row, name) !== first)) varying.push(column)
    else if (first !== null && first !== '')
      shared.push({ column, value: storageOf(type).value(first) })
  }
  return { varying, shared }
}

function cell(row: Row | undefined, name: string): CellValue {
  return row?.cells[name] ?? null
}

async function appendChunks(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  rows: readonly Row[],
): Promise<void> {
  const appender: DuckDBAppender = await connection.createAppender(table)
  try {
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      appender.appendDataChunk(chunkOf(columns, rows.slice(start, start + CHUNK_ROWS)))
    }
  } finally {
    appender.closeSync()
  }
}

/** By chunks, because appending cell by cell was measured at less than half their rate (43 columns, 2 KB of Properties). */
function chunkOf(columns: readonly Column[], rows: readonly Row[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    columns.map(({ type }) => storageOf(type).type),
    rows.length,
  )
  for (const [index, { name, type }] of columns.entries()) {
    const { value } = storageOf(type)
    chunk.setColumnValues(
      index,
      rows.map((row) => value(cell(row, name))),
    )
  }
  return chunk
}
