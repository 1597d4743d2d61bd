import type { Column, ColumnTypes } from './column.ts'
import { appDependencies } from './tables/app-dependencies.ts'
import { appEvents } from './tables/app-events.ts'
import { appExceptions } from './tables/app-exceptions.ts'
import { appGenAIContent } from './tables/app-gen-ai-content.ts'
import { appMetrics } from './tables/app-metrics.ts'
import { appRequests } from './tables/app-requests.ts'
import { appTraces } from './tables/app-traces.ts'
import { commonColumns } from './tables/common-columns.ts'
import {
  appServiceConsoleLogs,
  containerAppConsoleLogs,
  containerAppConsoleLogsCL,
  functionAppLogs,
} from './tables/console-logs.ts'
import { platformColumns } from './tables/platform-columns.ts'

type Platform = { readonly TimeGenerated: 'datetime' } & typeof platformColumns
type Common = Platform & typeof commonColumns

/** Column types by table, with the literal types kept, so that rows can be typed from them. */
export interface TableSchemas {
  readonly AppDependencies: Common & typeof appDependencies
  readonly AppEvents: Common & typeof appEvents
  readonly AppExceptions: Common & typeof appExceptions
  readonly AppGenAIContent: Platform & typeof appGenAIContent
  readonly AppMetrics: Common & typeof appMetrics
  readonly AppRequests: Common & typeof appRequests
  readonly AppServiceConsoleLogs: Platform & typeof appServiceConsoleLogs
  readonly AppTraces: Common & typeof appTraces
  readonly ContainerAppConsoleLogs: Platform & typeof containerAppConsoleLogs
  readonly ContainerAppConsoleLogs_CL: typeof containerAppConsoleLogsCL
  readonly FunctionAppLogs: Platform & typeof functionAppLogs
}

/** Name of a table of a Log Analytics workspace that Application Insights or a host's diagnostic setting fills. */
export type LogAnalyticsTable = keyof TableSchemas

/**
 * The tables of a workspace that the pack reads, each with its columns: the time, its own, then those that many have.
 * Application Insights fills the `App*` tables, a diagnostic setting those of console lines. Names and types as documented by
 * Microsoft in July 2026.
 *
 * @example
 * tables.AppDependencies.find(({ name }) => name === 'DurationMs') // { name: 'DurationMs', type: 'real' }
 */
export const tables: Readonly<Record<LogAnalyticsTable, readonly Column[]>> = {
  AppDependencies: columns(appDependencies, commonColumns, platformColumns),
  AppEvents: columns(appEvents, commonColumns, platformColumns),
  AppExceptions: columns(appExceptions, commonColumns, platformColumns),
  AppGenAIContent: columns(appGenAIContent, platformColumns),
  AppMetrics: columns(appMetrics, commonColumns, platformColumns),
  AppRequests: columns(appRequests, commonColumns, platformColumns),
  AppServiceConsoleLogs: columns(appServiceConsoleLogs, platformColumns),
  AppTraces: columns(appTraces, commonColumns, platformColumns),
  ContainerAppConsoleLogs: columns(containerAppConsoleLogs, platformColumns),
  ContainerAppConsoleLogs_CL: columns(containerAppConsoleLogsCL),
  FunctionAppLogs: columns(functionAppLogs, platformColumns),
}

function columns(...groups: readonly ColumnTypes[]): readonly Column[] {
  const types = Object.assign({ TimeGenerated: 'datetime' }, ...groups) as ColumnTypes
  return Object.entries(types).map(([name, type]) => ({ name, type }))
}
