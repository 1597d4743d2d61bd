import { statSync } from 'node:fs'
import { resolve } from 'node:path'

import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

import type { Row } from '../rows/row.ts'
import { prepareDataFolder, storeFile } from './data-folder.ts'
import { createCommitter, type Delivery } from './group-commit.ts'
import { checkLayout } from './layout.ts'
import { ddl } from './schema.ts'
import { explainOpenFailure, firstLine, isStoreError, StoreError } from './store-error.ts'
import { writeQueue } from './write-queue.ts'

export interface StoreOptions {
  /** Folder of the DuckDB file; made if absent. */
  readonly data: string
  /** What DuckDB may keep in memory, as DuckDB writes it. @defaultValue `'192MB'` */
  readonly memoryLimit?: string
  /** Is told of rows after they were committed; may not throw. */
  readonly onCommit?: (rows: readonly Row[]) => void
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

/**
 * Opens the store of a data folder, making it if there is none.
 *
 * @throws StoreError that says what is in the way: a lock, damage, a folder that cannot be written
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const data = resolve(options.data)
  const file = storeFile(data)
  prepareDataFolder(data)
  const instance = await open(file, {
    // A checkpoint beside a query takes all that it is given, and is no faster for it: the process at 15,000 rows a second had
    // up to 1,290 MB with 512MB, 920 with this. What does not fit, such as a join of 800,000 rows, goes to disk.
    memory_limit: options.memoryLimit ?? '192MB',
    // At its default of 16 MB the newest rows are compressed and written again and again while many
    // come: half of the whole cost of storing them (measured with 1.6 KB a row). A start after
    // `kill -9` has to replay as much.
    checkpoint_threshold: '128MB',
  })
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
  let closing: Promise<void> | undefined
  const opened = fileNumber(file)
  const committer = createCommitter(writer)

  async function commit(deliveries: readonly Delivery[]): Promise<readonly string[]> {
    // DuckDB writes on into a removed file, where no later command finds the rows.
    if (fileNumber(file) !== opened) {
      throw new StoreError(
        'missing',
        `${file} was removed or replaced while this workbench had it open. Stop kansoku and start it again.`,
      )
    }
    try {
      const { answers, rows } = await committer.commit(deliveries)
      onCommit?.(rows)
      return answers
    } catch (cause) {
      throw new StoreError('failed', `${file} cannot be written: ${firstLine(cause)}`, { cause })
    }
  }

  const queue = writeQueue(commit)

  async function shut(): Promise<void> {
    await queue.idle()
    // Closing keeps the write-ahead log, which the next start replays: a failure loses nothing.
    await writer.run('CHECKPOINT').catch(() => undefined)
    writer.closeSync()
    instance.closeSync()
  }

  function check(): void {
    if (closing !== undefined) throw new StoreError('closed', `${file} is closed`)
  }

  return {
    file,
    async append(delivery) {
      check()
      return queue.append(delivery)
    },
    async connection() {
      check()
      return instance.connect()
    },
    async close() {
      closing ??= shut()
      return closing
    },
  }
}
