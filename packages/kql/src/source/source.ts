import type { KqlColumn } from '../types.ts'

/** A top-level property of a dynamic column: `column["key"]`. */
export interface Property {
  readonly column: string
  readonly key: string
}

/** What a query wants from a table. All but `columns` and `properties` are hints: a source may return more rows, the engine filters again. */
export interface Scan {
  readonly columns: readonly string[]
  /** Texts of properties, behind the columns of a batch: what `tostring(column["key"])` gives. Only such as `promotes` affirms. */
  readonly properties?: readonly Property[]
  /** Bounds of the table's time column (see `timeColumn`), ticks, inclusive. */
  readonly from?: bigint
  readonly to?: bigint
  /** Every listed column, or property's text, has one of the values. */
  readonly equals?: readonly {
    readonly column: string
    readonly key?: string
    readonly values: readonly (string | number | boolean)[]
  }[]
  /** The text of every listed column, or property, contains this ASCII text, upper or lower case being one. */
  readonly contains?: readonly {
    readonly column: string
    readonly key?: string
    readonly text: string
  }[]
}

/** The cells of a column: an array, or a typed array where no cell is null (ticks as `BigInt64Array`). */
export type Column = ArrayLike<unknown> & Iterable<unknown>

/** Some rows of a table: one array per wanted column, then one per wanted property. */
export interface Batch {
  readonly length: number
  readonly columns: readonly Column[]
}

/**
 * Where tables come from. Cells: datetime and timespan as ticks (bigint), long beyond 2^53 as bigint, string never
 * null, dynamic as plain values or as `jsonText(text)`, which is parsed only when somebody looks.
 */
export interface TableSource {
  tables(): Readonly<Record<string, readonly KqlColumn[]>>
  scan(table: string, want: Scan): AsyncIterable<Batch>
  /**
   * Whether the source has the texts of a property at hand, so that nobody needs to parse JSON for `tostring(column["key"])`
   * and the like. Without it none are.
   */
  promotes?(table: string, property: Property): boolean
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
