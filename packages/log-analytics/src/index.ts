export type { Column, ColumnType, ColumnTypes } from './column.ts'
export type { LocalizedText } from './header.ts'
export { findQuery, functions, queries, type PackFunction, type PackQuery } from './pack.ts'
export { tables, type LogAnalyticsTable, type TableSchemas } from './tables.ts'
