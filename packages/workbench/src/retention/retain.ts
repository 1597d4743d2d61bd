import type { DuckDBConnection } from '@duckdb/node-api'
import { tables } from '@kansoku/log-analytics'

/** What may stay. Nothing is removed for what is not said. */
export interface RetentionRules {
  /** Rows that are older go, in milliseconds. */
  readonly keepMs?: number
  /** When the rows take more, in bytes on disk, the oldest go. */
  readonly maxBytes?: number
}

export interface Removed {
  readonly rows: number
  /** Rows before it are gone. */
  readonly before: Date
}

const NAMES = Object.keys(tables)

/** Room is made for more than the next rows, or each would cost a removal. */
const LEAVE = 0.9

/** Removes what the rules do not keep, by the rows' own times; undefined where all may stay. */
export async function retain(
  connection: DuckDBConnection,
  { keepMs, maxBytes }: RetentionRules,
  now: Date,
): Promise<Removed | undefined> {
  const borders = [
    ...(keepMs === undefined ? [] : [new Date(now.getTime() - keepMs)]),
    ...(maxBytes === undefined ? [] : await sizeBorder(connection, maxBytes)),
  ]
  const before = borders.toSorted((a, b) => b.getTime() - a.getTime())[0]
  if (before === undefined) return undefined
  let rows = 0
  for (const name of NAMES) {
    // Table by table, each for itself: what is stored meanwhile waits for no more than one.
    // oxlint-disable-next-line no-await-in-loop
    rows += await count(connection, `DELETE FROM "${name}" WHERE TimeGenerated < ${sql(before)}`)
  }
  if (rows === 0) return undefined
  // Gives the room back; while others write it is refused, and the next one does it.
  await connection.run('CHECKPOINT').catch(() => undefined)
  return { rows, before }
}

/** Up to where the oldest rows have to go, if all rows weigh about the same. */
async function sizeBorder(
  connection: DuckDBConnection,
  maxBytes: number,
): Promise<readonly Date[]> {
  await connection.run('CHECKPOINT').catch(() => undefined)
  const used = await count(
    connection,
    'SELECT used_blocks * block_size FROM pragma_database_size()',
  )
  if (used <= maxBytes) return []
  const share = 1 - (LEAVE * maxBytes) / used
  const all = NAMES.map((name) => `SELECT TimeGenerated FROM "${name}"`).join(' UNION ALL ')
  const reader = await connection.runAndReadAll(
    `SELECT epoch_ms(quantile_cont(TimeGenerated, ${share}))::DOUBLE FROM (${all})`,
  )
  const border = reader.getRows()[0]?.[0]
  return typeof border === 'number' ? [new Date(border)] : []
}

async function count(connection: DuckDBConnection, query: string): Promise<number> {
  const reader = await connection.runAndReadAll(query)
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

const sql = (time: Date): string =>
  `TIMESTAMP '${time.toISOString().replace('T', ' ').replace('Z', '')}'`
