import type { Column, ColumnTypes } from './column.ts'
import { appDependencies } from './tables/app-dependencies.ts'
import { appEvents } from './tables/app-events.ts'
import { appExceptions } from './tables/app-exceptions.ts'
import { appMetrics } from './tables/app-metrics.ts'
import { appRequests } from './tables/app-requests.ts'
import { appTraces } from './tables/app-traces.ts'

/** Column types by table, with the literal types kept, so that rows can be typed from them. */
export interface TableSchemas {
  readonly AppDependencies: typeof appDependencies
  readonly AppEvents: typeof appEvents
  readonly AppExceptions: typeof appExceptions
  readonly AppMetrics: typeof appMetrics
  readonly AppRequests: typeof appRequests
  readonly AppTraces: typeof appTraces
}

/** Name of a table that Application Insights fills in a Log Analytics workspace. */
export type LogAnalyticsTable = keyof TableSchemas

/**
 * The workspace tables that Application Insights fills, each with its columns in order.
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

function columns(types: ColumnTypes): readonly Column[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }))
}
