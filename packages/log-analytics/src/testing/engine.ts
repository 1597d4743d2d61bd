import {
  createKql,
  type KqlParameters,
  type KqlResult,
  memorySource,
  type TableSource,
} from '@kansoku/kql'

import { findQuery, functions, type PackFunction } from '../pack.ts'
import { tables } from '../tables.ts'

const NOW: Date = new Date('2026-03-02T00:00:00Z')

type Rows = readonly Readonly<Record<string, unknown>>[]
type Stored = Partial<Record<keyof typeof tables, Rows>>

export interface PackEngine {
  /** Runs a query over these rows, at {@link NOW} or another time, with values of a workbook's parameters. */
  readonly run: (
    query: string,
    stored: Stored,
    now?: Date,
    parameters?: KqlParameters,
  ) => Promise<KqlResult>
  /** The same with a query of the pack. */
  readonly ask: (name: string, stored: Stored) => Promise<KqlResult>
  readonly close: () => Promise<void>
}

/** One engine for all tests of a file, since its parser takes over half a second to start; the rows change under it. */
export function packEngine(given: readonly PackFunction[] = functions()): PackEngine {
  let rowsNow: TableSource = memorySource({})
  const kql = createKql({
    source: { tables: () => tables, scan: (table, want) => rowsNow.scan(table, want) },
    functions: given,
  })
  const run: PackEngine['run'] = (query, stored, now = NOW, parameters) => {
    rowsNow = memorySource(
      Object.fromEntries(
        Object.entries(tables).map(([name, columns]) => [
          name,
          { columns, rows: stored[name as keyof typeof tables] ?? [] },
        ]),
      ),
    )
    return kql.run(query, { now, ...(parameters && { parameters }) })
  }
  return {
    run,
    ask: (name, stored) => {
      const query = findQuery(name)
      if (!query) throw new Error(`the pack has no query "${name}"`)
      return run(query.text, stored)
    },
    close: () => kql.close(),
  }
}
