/** The scalar types of Kusto. */
export type KqlType =
  | 'bool'
  | 'int'
  | 'long'
  | 'real'
  | 'decimal'
  | 'string'
  | 'datetime'
  | 'timespan'
  | 'dynamic'
  | 'guid'

/** A column of a table or of a result. */
export interface KqlColumn {
  readonly name: string
  readonly type: KqlType
}

/** A function that is saved in a workspace and called by name. */
export interface KqlFunction {
  readonly name: string
  /** Without parentheses, as KQL writes them: `startTime: datetime, endTime: datetime`. */
  readonly parameters: string
  /** One tabular or scalar expression, statements before it allowed. */
  readonly body: string
  /** One sentence that an editor shows. */
  readonly documentation?: string
}

/** A place in a text: characters from 0, line and column from 1. */
export interface KqlPosition {
  readonly start: number
  readonly length: number
  readonly line: number
  readonly column: number
}

/** What the analyser says about a query. */
export interface KqlDiagnostic extends KqlPosition {
  /** Microsoft's code, for example `KS142` (unknown name); the same as on Azure. Of `lint`, the rule's: `alert-ago`. */
  readonly code: string
  readonly severity: 'error' | 'warning' | 'suggestion'
  readonly message: string
  /** The stored function in whose body the place lies; absent for the query's own text. */
  readonly function?: string
}

/** Where in Azure a query is to run. */
export interface AzureUse {
  /** A log alert rule, a workbook or saved query, or a query of a table on the Basic plan. */
  readonly target: 'alert' | 'workbook' | 'basic-table'
  /** How often an alert rule runs: each minute less is allowed. @defaultValue 5 */
  readonly frequencyMinutes?: number
}

/** How `render` wants the rows drawn. It never changes the rows. */
export interface KqlVisualization {
  /** `timechart`, `columnchart`, `piechart`, … */
  readonly kind: string
  readonly title?: string
  readonly xcolumn?: string
  readonly ycolumns?: readonly string[]
  readonly series?: readonly string[]
  readonly xtitle?: string
  readonly ytitle?: string
  /** From `kind=` in the properties: `stacked`, `stacked100`, `unstacked`, `default`. */
  readonly stacking?: string
  /** All other properties as written. */
  readonly properties?: Readonly<Record<string, string>>
}

/** One operator of a query that ran. */
export interface KqlOperatorReport {
  /** `table`, `where`, `project` (also `extend` and its like), `summarize`, `sort` (also `top`), `join`, … */
  readonly operator: string
  /** Of a table: the columns that were read, and the filters that its source was told of. */
  readonly detail?: string
  /** Rows and blocks of rows that came out of it. */
  readonly rows: number
  readonly blocks: number
  /** Wall time in the operator itself, without its inputs. */
  readonly milliseconds: number
  readonly inputs: readonly KqlOperatorReport[]
}

/** How a query was evaluated. */
export interface KqlExplanation {
  /** Parsing and analysis, with waiting for the parser's thread. */
  readonly parsing: number
  /** All of the evaluation, in milliseconds. */
  readonly evaluation: number
  /** The last one makes the result; before it what stands in expressions, such as `toscalar()`. */
  readonly operators: readonly KqlOperatorReport[]
}

export interface KqlResult {
  readonly columns: readonly KqlColumn[]
  /**
   * Cells in column order. datetime and timespan: ticks of 100 ns as bigint, datetime from the year 1;
   * int and long: number, bigint beyond 2^53; dynamic: plain values; string: never null.
   */
  readonly rows: readonly (readonly unknown[])[]
  readonly visualization?: KqlVisualization
  /** Present where `run` was told to `explain`. */
  readonly explanation?: KqlExplanation
}
