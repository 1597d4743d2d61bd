import type { Column, ColumnTypes } from './column.ts'
import { appDependencies } from './tables/app-dependencies.ts'
import { appEvents } from './tables/app-events.ts'
import { appExceptions } from './tables/app-exceptions.ts'
import { appMetrics } from './tables/app-metrics.ts'
import { appRequests } from './tables/app-requests.ts'
import { appTraces } from './tables/app-traces.ts'
import { commonColumns } from './tables/common-columns.ts'

type Common = typeof commonColumns

/** Column types by table, with the literal types kept, so that rows can be typed from them. */
export interface TableSchemas {
  readonly AppDependencies: Common & typeof appDependencies
  readonly AppEvents: Common & typeof appEvents
  readonly AppExceptions: Common & typeof appExceptions
  readonly AppMetrics: Common & typeof appMetrics
  readonly AppRequests: Common & typeof appRequests
  readonly AppTraces: Common & typeof appTraces
}

/** Name of a table that Application Insights fills in a Log Analytics workspace. */
export type LogAnalyticsTable = keyof TableSchemas

/**
 * The workspace tables that Application Insights fills, each with its columns: the time, its own, then those that all have.
 * Names and types as documented by Microsoft in July 2026.
 *
 * @example
 * tables.AppDependencies.find(({ name }) => name === 'DurationMs') // { name: 'DurationMs', type: 'real' }
 */
export const tables: Readonly<Record<LogAnalyticsTable, readonly Column[]>> = {
  AppDependencies: columns(appDependencies),
  AppEvents: columns(appEvents),
  AppExceptions: columns(appExceptions),
  AppMetrics: columns(appMetrics),
  AppRequests: columns(appRequests),
  AppTraces: columns(appTraces),
}

function columns(own: ColumnTypes): readonly Column[] {
  const { TimeGenerated, ...shared } = commonColumns
  return Object.entries({ TimeGenerated, ...own, ...shared }).map(([name, type]) => ({
    name,
    type,
  }))
}
