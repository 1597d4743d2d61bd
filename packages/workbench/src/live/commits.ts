import type { LogAnalyticsTable } from '@kansoku/log-analytics'

import type { Row } from '../rows/row.ts'

/** What came to one table. Times are ISO 8601, of the rows' `TimeGenerated`. */
export interface TableCommit {
  readonly rows: number
  readonly oldest: string
  readonly newest: string
}

/** What came since the last time, by table. */
export type Commits = Partial<Record<LogAnalyticsTable, TableCommit>>

/** Sums up committed rows until somebody takes the sum. */
export interface CommitSum {
  add(rows: readonly Row[]): void
  /** The sum, which begins anew; undefined when nothing came. */
  take(): Commits | undefined
}

interface Sum {
  rows: number
  oldest: bigint
  newest: bigint
}

export function commitSum(): CommitSum {
  const sums = new Map<LogAnalyticsTable, Sum>()
  return {
    add(rows) {
      for (const { table, cells } of rows) {
        const time = cells['TimeGenerated']
        if (typeof time !== 'bigint') continue
        const sum = sums.get(table)
        if (sum === undefined) {
          sums.set(table, { rows: 1, oldest: time, newest: time })
          continue
        }
        sum.rows += 1
        if (time < sum.oldest) sum.oldest = time
        if (time > sum.newest) sum.newest = time
      }
    },
    take() {
      if (sums.size === 0) return undefined
      const commits = Object.fromEntries(
        Array.from(sums, ([table, { rows, oldest, newest }]) => [
          table,
          { rows, oldest: iso(oldest), newest: iso(newest) },
        ]),
      )
      sums.clear()
      return commits
    },
  }
}

function iso(microseconds: bigint): string {
  return new Date(Number(microseconds / 1000n)).toISOString()
}
