import type { KqlColumn } from '../types.ts'

/** What a query wants from a table. All but `columns` are hints: a source may return more rows, the engine filters again. */
export interface Scan {
  readonly columns: readonly string[]
  /** Bounds of the table's time column (see `timeColumn`), ticks, inclusive. */
  readonly from?: bigint
  readonly to?: bigint
  /** Every listed column has one of the values. */
  readonly equals?: readonly {
    readonly column: string
    readonly values: readonly (string | number | boolean)[]
  }[]
}

/** Some rows of a table: one array per wanted column. */
export interface Batch {
  readonly length: number
  readonly columns: readonly (readonly unknown[])[]
}

/**
 * Where tables come from. Cells: datetime and timespan as ticks (bigint), long beyond 2^53 as bigint, string never
 * null, dynamic as plain values or as `jsonText(text)`, which is parsed only when somebody looks.
 */
export interface TableSource {
  tables(): Readonly<Record<string, readonly KqlColumn[]>>
  scan(table: string, want: Scan): AsyncIterable<Batch>
  /**
   * One state of the data for all scans of a query. Without it every scan sees the rows of its own moment. The engine
   * scans a snapshot once at a time and closes it when the query ends, however it ends.
   */
  snapshot?(): Promise<Snapshot>
}

export interface Snapshot extends Pick<TableSource, 'scan'> {
  close(): Promise<void>
}

/** The column that `from` and `to` of a scan bound: `TimeGenerated`, or `timestamp` in the classic tables. */
export function timeColumn(columns: readonly KqlColumn[]): string | undefined {
  return ['TimeGenerated', 'timestamp'].find((name) =>
    columns.some((column) => column.name === name && column.type === 'datetime'),
  )
}
