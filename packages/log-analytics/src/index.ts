export { type AlertRule, isStateful } from './alerts/alert-rule.ts'
export { type AlertDuration, type AlertSchedule, minutesOf } from './alerts/schedule.ts'
export {
  type RuleAnswer,
  simulate,
  type SimulatedRun,
  type SimulateOptions,
} from './alerts/simulate.ts'
export type { Column, ColumnType, ColumnTypes } from './column.ts'
export { alertRuleOf } from './contracts/alert-rule-of.ts'
export { answersPerTurn } from './contracts/answers-per-turn.ts'
export type { PromptContract } from './contracts/prompt-contract.ts'
export {
  armTemplate,
  type ArmParameter,
  type ArmResource,
  type ArmTemplate,
} from './deploy/arm/arm-template.ts'
export { bicep } from './deploy/bicep/bicep.ts'
export { packContents, type PackContents, type PackSettings } from './deploy/contents.ts'
export type { DeployOptions } from './deploy/options.ts'
export type { ConsoleHost } from './deploy/resources/diagnostic-setting.ts'
export { packFiles, type PackFile } from './files/pack-files.ts'
export type { Dashboard } from './grafana/dashboard-model.ts'
export type { LocalizedText } from './header.ts'
export {
  alertRules,
  findQuery,
  functions,
  queries,
  type PackFunction,
  workbookQueries,
} from './pack.ts'
export type { PackQuery } from './pack-query.ts'
export { checkPrices } from './prices/check-prices.ts'
export type { ModelPrice } from './prices/model-price.ts'
export { withPrices } from './prices/prices-function.ts'
export {
  compareVersions,
  type VersionComparison,
  type VersionCounts,
  type VersionVerdict,
} from './statistics/compare-versions.ts'
export { exactInterval } from './statistics/exact-interval.ts'
export type { Interval, Proportion } from './statistics/proportions.ts'
export { tables, type LogAnalyticsTable, type TableSchemas } from './tables.ts'
export type { Workbook, WorkbookItem } from './workbook/workbook.ts'
