/** The scalar types that columns of Log Analytics tables have, as KQL names them. */
export type ColumnType =
  | 'string'
  | 'int'
  | 'long'
  | 'real'
  | 'bool'
  | 'datetime'
  | 'timespan'
  | 'dynamic'
  | 'guid'

/** One column of a table or of a function's result. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** A table's columns in their order: name → type. */
export type ColumnTypes = Readonly<Record<string, ColumnType>>
