import { tables, type LogAnalyticsTable, type TableSchemas } from '@kansoku/log-analytics'

/** How a value of each column type travels to the store. `dynamic` is JSON text, `datetime` microseconds since 1970. */
interface ColumnValues {
  string: string
  int: number | null
  real: number | null
  bool: boolean | null
  datetime: bigint | null
  dynamic: string | null
}

type Columns<T extends LogAnalyticsTable> = {
  -readonly [C in keyof TableSchemas[T]]: TableSchemas[T][C] extends keyof ColumnValues
    ? ColumnValues[TableSchemas[T][C]]
    : never
}

/** Some columns of a table's row. */
export type SomeColumns<T extends LogAnalyticsTable> = Partial<Columns<T>>

/** Columns that exist in every table. */
export type SharedColumns = {
  [C in keyof Columns<'AppEvents'> & keyof Columns<'AppMetrics'>]?: Columns<'AppEvents'>[C]
}

export type CellValue = string | number | bigint | boolean | null

/** A row ready to be stored: a cell for every column of its table. */
export interface Row {
  readonly table: LogAnalyticsTable
  readonly cells: Readonly<Record<string, CellValue>>
}

/** A string is never null in KQL, every other type is. */
const emptyRows = Object.fromEntries(
  Object.entries(tables).map(([table, columns]) => [
    table,
    Object.fromEntries(columns.map(({ name, type }) => [name, type === 'string' ? '' : null])),
  ]),
) as Readonly<Record<LogAnalyticsTable, Readonly<Record<string, CellValue>>>>

/** Fills what was not set. */
export function fillRow(
  table: LogAnalyticsTable,
  cells: Readonly<Record<string, CellValue | undefined>>,
): Row {
  const filled: Record<string, CellValue> = { ...emptyRows[table] }
  for (const name in cells) {
    const cell = cells[name]
    // A tag may name a column that this table does not have.
    if (cell !== undefined && cell !== null && name in filled) filled[name] = cell
  }
  return { table, cells: filled }
}
