import { statSync } from 'node:fs'

import type { Engine } from '../query/engine.ts'
import { recordsOf } from '../query/records.ts'

export interface TableStatus {
  readonly Table: string
  readonly Rows: number
  readonly First: string
  readonly Newest: string
}

/** What `GET /api/status` answers: the workbench, its store, and what is in it. */
export interface Status {
  readonly version: string
  readonly started: string
  readonly connectionString: string
  readonly file: string
  /** Of the file and of what DuckDB has not folded into it yet. */
  readonly bytes: number
  /** Time of the newest row of any table; null in an empty store. */
  readonly newest: string | null
  readonly tables: readonly TableStatus[]
  readonly services: readonly {
    readonly Service: string
    readonly Rows: number
    readonly Newest: string
  }[]
}

export interface StatusFacts {
  readonly version: string
  readonly started: Date
  readonly file: string
  readonly connectionString: string
}

const ALL =
  'union withsource=Table AppDependencies, AppRequests, AppTraces, AppEvents, AppMetrics, AppExceptions'

const TABLES = `${ALL}
| summarize Rows = count(), First = min(TimeGenerated), Newest = max(TimeGenerated) by Table
| order by Table asc`

const SERVICES = `union AppDependencies, AppRequests, AppTraces, AppEvents
| summarize Rows = count(), Newest = max(TimeGenerated) by Service = AppRoleName
| top 50 by Newest desc`

export async function statusOf(engine: Engine, facts: StatusFacts): Promise<Status> {
  const [tables, services] = await Promise.all([engine.run(TABLES), engine.run(SERVICES)])
  const rows = recordsOf<TableStatus>(tables)
  const newest = rows.reduce((latest, { Newest }) => (Newest > latest ? Newest : latest), '')
  return {
    version: facts.version,
    started: facts.started.toISOString(),
    connectionString: facts.connectionString,
    file: facts.file,
    bytes: sizeOf(facts.file) + sizeOf(`${facts.file}.wal`),
    newest: newest === '' ? null : newest,
    tables: rows,
    services: recordsOf(services),
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
