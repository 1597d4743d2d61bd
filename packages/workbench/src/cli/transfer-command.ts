import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { tables, type LogAnalyticsTable } from '@kansoku/log-analytics'
import { type Command, Option } from 'commander'

import { storeFile } from '../store/data-folder.ts'
import { isStoreError } from '../store/store-error.ts'
import { openStore, type Store } from '../store/store.ts'
import { exportRows, type TransferredFile } from '../transfer/export-rows.ts'
import { fileOf, type TransferFormat, transferFormats } from '../transfer/formats.ts'
import { ForeignFile, importRows } from '../transfer/import-rows.ts'
import { CliError } from './cli-error.ts'
import { dataOption } from './options.ts'
import { readTime } from './time.ts'

interface ExportCommandOptions {
  readonly data: string
  readonly format: TransferFormat
  readonly table: readonly LogAnalyticsTable[]
  readonly since?: string
  readonly until?: string
}

export function addTransferCommands(program: Command): void {
  program
    .command('export')
    .description('write the stored rows to files, one a table: Parquet or JSON lines')
    .argument('<folder>', 'where the files go; made if absent')
    .addOption(dataOption())
    .addOption(
      new Option('-f, --format <format>', 'of the files')
        .choices(transferFormats)
        .default('parquet'),
    )
    .addOption(
      new Option('--table <name>', 'only this table; can be repeated')
        .choices(Object.keys(tables))
        .argParser((name: string, before: readonly string[] | undefined) => [
          ...(before ?? []),
          name,
        ]),
    )
    .option('--since <time>', 'rows from then on: 7d, 12h, or an ISO 8601 time')
    .option('--until <time>', 'rows before that')
    .action(exportCommand)
  program
    .command('import')
    .description('add the rows of such files; a file is imported once')
    .argument('<paths...>', 'files, or folders of them')
    .addOption(dataOption())
    .action(importCommand)
}

async function exportCommand(
  folder: string,
  { data, format, since, table, until }: ExportCommandOptions,
): Promise<void> {
  if (!existsSync(storeFile(data))) throw new CliError(`There are no rows in ${data} yet.`)
  const now = new Date()
  const files = await withStore(data, async (store) =>
    exportRows(await store.connection(), {
      folder,
      format,
      ...(table !== undefined && { tables: table }),
      ...(since !== undefined && { since: readTime(since, '--since', now) }),
      ...(until !== undefined && { until: readTime(until, '--until', now) }),
    }),
  )
  print(files, 'There is no row in that time.')
}

async function importCommand(
  paths: readonly string[],
  { data }: { readonly data: string },
): Promise<void> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  try {
    const read = await withStore(data, async (store) => importRows(await store.connection(), files))
    print(read, 'There is no file to import.')
  } catch (error) {
    if (error instanceof ForeignFile) throw new CliError(error.message, 1, { cause: error })
    throw error
  }
}

/** Of a folder those that an export of ours made. */
async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory() !== true) return [path]
  const names = await readdir(path)
  return names.filter((name) => fileOf(name) !== undefined).map((name) => join(path, name))
}

async function withStore<T>(data: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ data }).catch((cause: unknown) => {
    if (!isStoreError(cause) || cause.code !== 'locked') throw cause
    throw new CliError(`${cause.message}\nStop the workbench of this folder, and try again.`, 1, {
      cause,
    })
  })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function print(files: readonly TransferredFile[], none: string): void {
  const lines = files.map(({ file, rows }) => `${String(rows).padStart(9)} rows  ${file}`)
  process.stdout.write(`${lines.length === 0 ? none : lines.join('\n')}\n`)
}
