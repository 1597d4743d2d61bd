import type { KqlColumn, KqlPosition, KqlType } from './types.ts'

/** Where a node comes from; `function` when the text is a stored function's body. */
export interface Place extends KqlPosition {
  readonly function?: string
}

/** A dynamic literal. Boxes do not survive the way out of the worker, so it travels as plain nodes. */
export type DynamicNode =
  | { readonly kind: 'value'; readonly type: KqlType; readonly value: unknown }
  | { readonly kind: 'array'; readonly items: readonly DynamicNode[] }
  | { readonly kind: 'bag'; readonly entries: readonly (readonly [string, DynamicNode])[] }

interface Typed {
  readonly type: KqlType
}

export interface Literal extends Typed {
  readonly kind: 'literal'
  readonly value: unknown
}
export interface DynamicLiteral extends Typed {
  readonly kind: 'dynamic'
  readonly value: DynamicNode
}
export interface ColumnRef extends Typed {
  readonly kind: 'column'
  readonly name: string
}
/** A `let` scalar or a constant argument: evaluated once per run. Shared nodes stay shared on the way to the evaluator. */
export interface Shared extends Typed {
  readonly kind: 'shared'
  readonly value: Expr
}
/** A function, or an operator under its own spelling (`+`, `has`, `in`, `between`). */
export interface Call extends Typed {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Expr[]
  readonly at: Place
}
/** `a.b`, `a["b"]`, `a[0]`. */
export interface Member extends Typed {
  readonly kind: 'member'
  readonly target: Expr
  readonly key: Expr
}
/** `x in (table)`: the first column of the table. */
export interface InTable extends Typed {
  readonly kind: 'in-table'
  readonly operator: string
  readonly left: Expr
  readonly table: Plan
  readonly at: Place
}
export interface ToScalar extends Typed {
  readonly kind: 'to-scalar'
  readonly table: Plan
}
export type Expr =
  | Literal
  | DynamicLiteral
  | ColumnRef
  | Shared
  | Call
  | Member
  | InTable
  | ToScalar

export interface Output {
  readonly name: string
  readonly expr: Expr
}
export interface Aggregate extends Typed {
  /** The column under which the outputs of the same `summarize` read it. */
  readonly slot: string
  readonly name: string
  readonly args: readonly Expr[]
  readonly at: Place
}
export interface SortKey {
  readonly expr: Expr
  readonly descending: boolean
  readonly nullsFirst: boolean
}
export interface Expansion {
  readonly name: string
  readonly expr: Expr
  /** `to typeof(…)`; dynamic otherwise. */
  readonly type: KqlType
}
export interface JoinKey {
  readonly left: Expr
  readonly right: Expr
}
export interface JoinColumn {
  readonly name: string
  readonly side: 'left' | 'right'
  readonly from: string
}
export type JoinKind =
  | 'innerunique'
  | 'inner'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'leftanti'
  | 'rightsemi'
  | 'rightanti'

interface Relational {
  /** Names and types as Microsoft's analyser gives them. */
  readonly columns: readonly KqlColumn[]
}
interface Piped extends Relational {
  readonly input: Plan
}
export interface ScanTable extends Relational {
  readonly kind: 'table'
  readonly table: string
}
export interface Rows extends Relational {
  readonly kind: 'rows'
  readonly rows: readonly (readonly Expr[])[]
}
export interface RangeRows extends Relational {
  readonly kind: 'range'
  readonly from: Expr
  readonly to: Expr
  readonly step: Expr
}
export interface Where extends Piped {
  readonly kind: 'where'
  readonly predicate: Expr
}
/** Also `project-away`, `-keep`, `-rename`, `-reorder` and `extend`: outputs are all columns, old and new. */
export interface Project extends Piped {
  readonly kind: 'project'
  readonly outputs: readonly Output[]
}
/** `extend` or `project` with window functions, over serialized rows. */
export interface Windowed extends Piped {
  readonly kind: 'windowed'
  readonly outputs: readonly Output[]
}
export interface Summarize extends Piped {
  readonly kind: 'summarize'
  readonly keys: readonly Output[]
  readonly aggregates: readonly Aggregate[]
  readonly outputs: readonly Output[]
}
export interface Sort extends Piped {
  readonly kind: 'sort'
  readonly by: readonly SortKey[]
  /** `top`: how many rows are kept. */
  readonly limit?: Expr
}
export interface Take extends Piped {
  readonly kind: 'take'
  readonly count: Expr
}
export interface Union extends Relational {
  readonly kind: 'union'
  readonly legs: readonly {
    readonly input: Plan
    readonly source: string
    /** The leg's column for each output column; undefined where it has none. */
    readonly from: readonly (string | undefined)[]
  }[]
  readonly sourceColumn?: string
}
export interface Join extends Relational {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: Plan
  readonly right: Plan
  readonly keys: readonly JoinKey[]
  readonly outputs: readonly JoinColumn[]
}
export interface MvExpand extends Piped {
  readonly kind: 'mv-expand'
  readonly items: readonly Expansion[]
  readonly index?: string
  readonly bagsAsPairs: boolean
  readonly limit?: Expr
}
/** The rows that an `mv-apply` gives to its subquery. */
export interface Given extends Relational {
  readonly kind: 'given'
}
export interface MvApply extends Piped {
  readonly kind: 'mv-apply'
  readonly items: readonly Expansion[]
  readonly index?: string
  readonly limit?: Expr
  readonly given: Given
  readonly subquery: Plan
  readonly at: Place
}
/** `make-series` over rows that are already summarized by keys and bin; the bin is in the column `$axis`. */
export interface MakeSeries extends Piped {
  readonly kind: 'make-series'
  readonly keys: readonly ColumnRef[]
  readonly series: readonly {
    readonly name: string
    /** The summarized value. */
    readonly value: ColumnRef
    readonly otherwise: Expr
  }[]
  readonly axis: KqlColumn
  /** `kind=nonempty`: a series of defaults where there are no rows. */
  readonly nonempty: boolean
  readonly from?: Expr
  readonly to?: Expr
  readonly step: Expr
  readonly at: Place
}
/** One level of a `top-nested`: values of its column within those of the levels before. */
export interface NestedLevel {
  /** Grouped by this level's column and all before it; the last column is what the level is ordered by. */
  readonly groups: Summarize
  readonly limit?: Expr
  readonly descending: boolean
}
export interface TopNested extends Relational {
  readonly kind: 'top-nested'
  readonly levels: readonly NestedLevel[]
}
/** A column that a `scan` declares, and its value where no step gives one. */
export interface Declared extends KqlColumn {
  readonly initial: Expr
}
export interface ScanStep {
  readonly name: string
  readonly condition: Expr
  /** What the step gives to each declared column; undefined where it gives nothing. */
  readonly values: readonly (Expr | undefined)[]
  /** Whether the rows that match come out. */
  readonly output: boolean
}
export interface ScanSteps extends Piped {
  readonly kind: 'scan'
  readonly declared: readonly Declared[]
  readonly steps: readonly ScanStep[]
  /** The column that numbers the sequences. */
  readonly matchId?: string
}
/** The subquery runs once for each value of a column, over its rows. */
export interface Partition extends Piped {
  readonly kind: 'partition'
  readonly key: ColumnRef
  readonly given: Given
  readonly subquery: Plan
  /** More values than these Kusto refuses. */
  readonly most: number
  readonly at: Place
}
/** A part of a `parse` pattern: text that has to stand there, `*`, or a column to fill. */
export type ParseStep =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'capture'; readonly name: string; readonly type: KqlType }
/** `parse` and `parse-where`. */
export interface Parse extends Piped {
  readonly kind: 'parse'
  readonly source: Expr
  readonly steps: readonly ParseStep[]
  readonly mode: 'simple' | 'relaxed' | 'regex'
  /** Of a regular expression: `i`, `m`, `s`, `U`. */
  readonly flags: string
  /** `parse-where`: rows that do not match are left out. */
  readonly onlyMatches: boolean
  readonly at: Place
}
/** How `parse-kv` finds pairs: between delimiters, or by the two groups of a regular expression. */
export type PairFormat =
  | {
      readonly kind: 'delimited'
      readonly pairDelimiter: string
      readonly keyDelimiter: string
      /** Opening and closing, of one character each. */
      readonly quotes?: readonly [string, string]
      readonly escape?: string
    }
  | { readonly kind: 'regex'; readonly pattern: string }
export interface ParseKv extends Piped {
  readonly kind: 'parse-kv'
  readonly source: Expr
  readonly keys: readonly KqlColumn[]
  readonly format: PairFormat
  readonly at: Place
}
/** `evaluate bag_unpack(…)`: columns of the input but the bag, and the bag's properties. */
export interface Unpack extends Piped {
  readonly kind: 'unpack'
  readonly bag: string
  readonly prefix: string
  /** Whether the types were asked for, and not found in the data. */
  readonly declared: boolean
  readonly at: Place
}
/** `evaluate pivot(…)` over rows that are summarized by group and pivot value; the cell is in `$cell`. */
export interface Pivot extends Piped {
  readonly kind: 'pivot'
  readonly groups: readonly KqlColumn[]
  readonly pivot: KqlColumn
  readonly cell: KqlColumn
  /** What an empty cell holds: undefined where that is not known. */
  readonly empty: 0 | null | undefined
  readonly at: Place
}
/** `evaluate narrow()`: a row for each cell. */
export interface Narrow extends Piped {
  readonly kind: 'narrow'
}
/** A `materialize()` or `as`: one evaluation, many readers. */
export interface Materialized extends Piped {
  readonly kind: 'materialized'
}
export type Plan =
  | ScanTable
  | Rows
  | RangeRows
  | Where
  | Project
  | Windowed
  | Summarize
  | Sort
  | Take
  | Union
  | Join
  | MvExpand
  | MvApply
  | Given
  | MakeSeries
  | TopNested
  | ScanSteps
  | Partition
  | Parse
  | ParseKv
  | Unpack
  | Pivot
  | Narrow
  | Materialized
