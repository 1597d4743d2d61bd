export type { Column, ColumnType, ColumnTypes } from './column.ts'
export { tables, type LogAnalyticsTable, type TableSchemas } from './tables.ts'
