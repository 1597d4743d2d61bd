import { statSync } from 'node:fs'
import { resolve } from 'node:path'

import { DuckDBInstance, DuckDBTimestampValue, type DuckDBConnection } from '@duckdb/node-api'

import type { Row } from '../rows/row.ts'
import { appendRows } from './append.ts'
import { prepareDataFolder, storeFile } from './data-folder.ts'
import { checkLayout } from './layout.ts'
import { ddl } from './schema.ts'
import { explainOpenFailure, firstLine, isStoreError, StoreError } from './store-error.ts'

export interface StoreOptions {
  /** Folder of the DuckDB file; made if absent. */
  readonly data: string
  /** What DuckDB may keep in memory, as DuckDB writes it. @defaultValue `'512MB'` */
  readonly memoryLimit?: string
  /** Is told of rows after they were committed; may not throw. */
  readonly onCommit?: (rows: readonly Row[]) => void
}

/** One accepted request body. */
export interface Delivery {
  /** Tells a repeated body from a new one. */
  readonly hash: string
  /** Microseconds since 1970. */
  readonly received: bigint
  readonly rows: readonly Row[]
  /** What the sender is told; a repeated body is told the same. */
  readonly answer: string
}

/** The workspace's rows on disk. */
export interface Store {
  /** Path of the DuckDB file. */
  readonly file: string
  /**
   * Stores a delivery whole or not at all, and resolves once it is on disk, with the answer to give.
   * A body that came before is not stored again.
   *
   * @throws StoreError when the delivery could not be stored
   */
  append(delivery: Delivery): Promise<string>
  /** A connection for reading; it sees committed rows only. Whoever asks for it closes it. */
  connection(): Promise<DuckDBConnection>
  /** Waits for what is being written, then closes the file in one piece. */
  close(): Promise<void>
}

/** How long a body is remembered: the exporter replays what it kept on disk for two days at most. */
const REMEMBER = 48n * 3_600_000_000n
const HOUR = 3_600_000_000n

/**
 * Opens the store of a data folder, making it if there is none.
 *
 * @throws StoreError that says what is in the way: a lock, damage, a folder that cannot be written
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const data = resolve(options.data)
  const file = storeFile(data)
  prepareDataFolder(data)
  const instance = await open(file, { memory_limit: options.memoryLimit ?? '512MB' })
  const writer = await instance.connect()
  try {
    await prepareFile(writer, file)
  } catch (error) {
    writer.closeSync()
    instance.closeSync()
    throw error
  }
  return makeStore(file, instance, writer, options.onCommit)
}

async function open(file: string, options: Record<string, string>): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, options)
  } catch (cause) {
    throw explainOpenFailure(file, cause)
  }
}

async function prepareFile(writer: DuckDBConnection, file: string): Promise<void> {
  try {
    await checkLayout(writer, file)
    await writer.run(['BEGIN', ...ddl, 'COMMIT'].join(';'))
  } catch (cause) {
    throw isStoreError(cause) ? cause : explainOpenFailure(file, cause)
  }
}

async function firstCell(
  connection: DuckDBConnection,
  sql: string,
  values: string[] = [],
): Promise<string | undefined> {
  const rows = await (await connection.run(sql, values)).getRows()
  const cell = rows[0]?.[0]
  return typeof cell === 'string' ? cell : undefined
}

/** Tells a file from another one that took its place. */
function fileNumber(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino
}

function makeStore(
  file: string,
  instance: DuckDBInstance,
  writer: DuckDBConnection,
  onCommit?: (rows: readonly Row[]) => void,
): Store {
  let writing: Promise<unknown> = Promise.resolve()
  let forgotten = 0n
  let closing: Promise<void> | undefined
  const opened = fileNumber(file)

  async function write(delivery: Delivery): Promise<string> {
    await writer.run('BEGIN')
    const before = await firstCell(writer, 'SELECT answer FROM _batches WHERE hash = ?', [
      delivery.hash,
    ])
    if (before !== undefined) {
      await writer.run('ROLLBACK')
      return before
    }
    await appendRows(writer, delivery.rows)
    await writer.run('INSERT INTO _batches VALUES (?, ?, ?)', [
      delivery.hash,
      new DuckDBTimestampValue(delivery.received),
      delivery.answer,
    ])
    if (delivery.received > forgotten + HOUR) {
      forgotten = delivery.received
      await writer.run('DELETE FROM _batches WHERE received < ?', [
        new DuckDBTimestampValue(delivery.received - REMEMBER),
      ])
    }
    await writer.run('COMMIT')
    onCommit?.(delivery.rows)
    return delivery.answer
  }

  async function writeOrUndo(delivery: Delivery): Promise<string> {
    // DuckDB writes on into a removed file, where no later command finds the rows.
    if (fileNumber(file) !== opened) {
      throw new StoreError(
        'missing',
        `${file} was removed or replaced while this workbench had it open. Stop kansoku and start it again.`,
      )
    }
    try {
      return await write(delivery)
    } catch (cause) {
      // After a failed COMMIT there is no transaction left to undo.
      await writer.run('ROLLBACK').catch(() => undefined)
      throw new StoreError('failed', `${file} cannot be written: ${firstLine(cause)}`, { cause })
    }
  }

  async function shut(): Promise<void> {
    await writing.catch(() => undefined)
    // Closing keeps the write-ahead log, which the next start replays: a failure loses nothing.
    await writer.run('CHECKPOINT').catch(() => undefined)
    writer.closeSync()
    instance.closeSync()
  }

  return {
    file,
    async append(delivery) {
      if (closing !== undefined) throw new StoreError('closed', `${file} is closed`)
      const written = writing.catch(() => undefined).then(async () => writeOrUndo(delivery))
      writing = written
      return written
    },
    async connection() {
      if (closing !== undefined) throw new StoreError('closed', `${file} is closed`)
      return instance.connect()
    },
    async close() {
      closing ??= shut()
      return closing
    },
  }
}
