import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { DuckDBConnection } from '@duckdb/node-api'
import { tables, type LogAnalyticsTable } from '@kansoku/log-analytics'

import { quoted, selection, text, type TransferFormat, writing } from './formats.ts'

export interface ExportOptions {
  readonly folder: string
  readonly format: TransferFormat
  /** @defaultValue all that have rows */
  readonly tables?: readonly LogAnalyticsTable[]
  readonly since?: Date
  readonly until?: Date
}

export interface TransferredFile {
  readonly file: string
  readonly table: LogAnalyticsTable
  readonly rows: number
}

/** One file for each table that has rows in [since, until). A file is there whole, or not at all. */
export async function exportRows(
  connection: DuckDBConnection,
  { folder, format, since, tables: chosen, until }: ExportOptions,
): Promise<readonly TransferredFile[]> {
  await mkdir(folder, { recursive: true })
  const range = [
    ...(since === undefined ? [] : [`TimeGenerated >= TIMESTAMP ${text(sqlTime(since))}`]),
    ...(until === undefined ? [] : [`TimeGenerated < TIMESTAMP ${text(sqlTime(until))}`]),
  ]
  const where = range.length === 0 ? '' : ` WHERE ${range.join(' AND ')}`
  const written: TransferredFile[] = []
  for (const table of chosen ?? (Object.keys(tables) as LogAnalyticsTable[])) {
    const file = join(folder, `${table}.${format}`)
    const partial = `${file}.partial`
    const query = `SELECT ${selection(tables[table], format)} FROM ${quoted(table)}${where} ORDER BY TimeGenerated`
    try {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      const result = await connection.runAndReadAll(
        `COPY (${query}) TO ${text(partial)} (${writing[format]})`,
      )
      const rows = Number(result.getRows()[0]?.[0] ?? 0)
      // oxlint-disable-next-line no-await-in-loop -- see above
      if (rows > 0) await rename(partial, file)
      if (rows > 0) written.push({ file, table, rows })
    } finally {
      // oxlint-disable-next-line no-await-in-loop -- see above
      await rm(partial, { force: true })
    }
  }
  return written
}

const sqlTime = (time: Date): string => time.toISOString().replace('T', ' ').replace('Z', '')
