import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'

import type { DuckDBConnection } from '@duckdb/node-api'
import { tables } from '@kansoku/log-analytics'

import type { TransferredFile } from './export-rows.ts'
import { fileOf, quoted, reading, restoration } from './formats.ts'

/** A file that is none of ours: says which, and why. */
export class ForeignFile extends Error {
  override readonly name = 'ForeignFile'
}

/**
 * Adds the rows of files that `exportRows` wrote, each in one transaction. A file that was imported already is not
 * imported again: it gives no rows.
 *
 * @throws ForeignFile before anything of that file is stored
 */
export async function importRows(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<readonly TransferredFile[]> {
  const known = files.map((file) => ({ file, ours: fileOf(basename(file)) }))
  for (const { file, ours } of known)
    if (ours === undefined)
      throw new ForeignFile(
        `${file}: the name of a file says its table: AppDependencies.parquet, AppTraces.jsonl. Tables are ${Object.keys(tables).join(', ')}.`,
      )
  const read: TransferredFile[] = []
  for (const { file, ours } of known) {
    if (ours === undefined) continue
    // oxlint-disable-next-line no-await-in-loop -- one connection
    read.push({ file, table: ours.table, rows: await importFile(connection, file, ours) })
  }
  return read
}

async function importFile(
  connection: DuckDBConnection,
  file: string,
  { format, table }: NonNullable<ReturnType<typeof fileOf>>,
): Promise<number> {
  const hash = await hashOf(file)
  const source = reading(file, table, format)
  const columns = tables[table]
  await checkColumns(
    connection,
    file,
    source,
    columns.map(({ name }) => name),
  )
  await connection.run('BEGIN')
  try {
    const batch = await connection.runAndReadAll(
      `INSERT INTO _batches VALUES ('file ${hash}', now()::TIMESTAMP, '') ON CONFLICT DO NOTHING`,
    )
    const isNew = Number(batch.getRows()[0]?.[0] ?? 0) > 0
    const rows = isNew
      ? await connection.runAndReadAll(
          `INSERT INTO ${quoted(table)} SELECT ${restoration(columns, format)} FROM ${source}`,
        )
      : undefined
    await connection.run('COMMIT')
    return Number(rows?.getRows()[0]?.[0] ?? 0)
  } catch (cause) {
    await connection.run('ROLLBACK')
    throw new ForeignFile(`${file}: its rows do not fit ${table}: ${firstLine(cause)}`, { cause })
  }
}

async function checkColumns(
  connection: DuckDBConnection,
  file: string,
  source: string,
  wanted: readonly string[],
): Promise<void> {
  const described = await connection
    .runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)
    .catch((cause: unknown) => {
      throw new ForeignFile(`${file}: it cannot be read: ${firstLine(cause)}`, { cause })
    })
  const found = new Set(described.getRows().map(([name]) => String(name)))
  const missing = wanted.filter((name) => !found.has(name))
  if (missing.length > 0)
    throw new ForeignFile(
      `${file}: it has no column ${missing.join(', ')}; an export of kansoku has all.`,
    )
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash).catch((cause: unknown) => {
    throw new ForeignFile(`${file}: it cannot be read: ${firstLine(cause)}`, { cause })
  })
  return hash.digest('hex')
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
