import { DuckDBTimestampValue, type DuckDBConnection } from '@duckdb/node-api'

import type { Row } from '../rows/row.ts'
import { rowAppender } from './append.ts'

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

/** How long a body is remembered: the exporter replays what it kept on disk for two days at most. */
const REMEMBER = 48n * 3_600_000_000n
const HOUR = 3_600_000_000n

/** Stores deliveries all in one transaction. */
export interface Committer {
  commit(deliveries: readonly Delivery[]): Promise<Committed>
}

/** The answer to each delivery, and the rows that were new. */
interface Committed {
  readonly answers: readonly string[]
  readonly rows: readonly Row[]
}

export function createCommitter(writer: DuckDBConnection): Committer {
  let forgotten = 0n
  const appendRows = rowAppender(writer)

  async function forget(received: bigint): Promise<void> {
    if (received <= forgotten + HOUR) return
    await writer.run('DELETE FROM _batches WHERE received < ?', [
      new DuckDBTimestampValue(received - REMEMBER),
    ])
    forgotten = received
  }

  return {
    async commit(deliveries) {
      await writer.run('BEGIN')
      try {
        const answers = await knownAnswers(writer, deliveries)
        const fresh: Delivery[] = []
        for (const delivery of deliveries) {
          if (answers.has(delivery.hash)) continue
          answers.set(delivery.hash, delivery.answer)
          fresh.push(delivery)
        }
        const rows = fresh.flatMap((delivery) => delivery.rows)
        await appendRows(rows)
        await remember(writer, fresh)
        await forget(deliveries.reduce((last, { received }) => max(last, received), 0n))
        await writer.run('COMMIT')
        return { answers: deliveries.map(({ hash, answer }) => answers.get(hash) ?? answer), rows }
      } catch (error) {
        // After a failed COMMIT there is no transaction left to undo.
        await writer.run('ROLLBACK').catch(() => undefined)
        throw error
      }
    },
  }
}

async function knownAnswers(
  writer: DuckDBConnection,
  deliveries: readonly Delivery[],
): Promise<Map<string, string>> {
  const places = deliveries.map(() => '?').join(', ')
  const reader = await writer.runAndReadAll(
    `SELECT hash, answer FROM _batches WHERE hash IN (${places})`,
    deliveries.map(({ hash }) => hash),
  )
  return new Map(reader.getRowsJson() as [hash: string, answer: string][])
}

async function remember(writer: DuckDBConnection, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await writer.run(
    `INSERT INTO _batches VALUES ${deliveries.map(() => '(?, ?, ?)').join(', ')}`,
    deliveries.flatMap(({ hash, received, answer }) => [
      hash,
      new DuckDBTimestampValue(received),
      answer,
    ]),
  )
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
