export { type AlertRule, isStateful } from './alerts/alert-rule.ts'
export type { AlertDuration, AlertSchedule } from './alerts/schedule.ts'
export { simulate, type SimulatedRun, type SimulateOptions } from './alerts/simulate.ts'
export type { Column, ColumnType, ColumnTypes } from './column.ts'
export type { LocalizedText } from './header.ts'
export {
  alertRules,
  findQuery,
  functions,
  queries,
  type PackFunction,
  type PackQuery,
} from './pack.ts'
export { tables, type LogAnalyticsTable, type TableSchemas } from './tables.ts'
