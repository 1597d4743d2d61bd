import type { Expr, Place, Plan } from '../ast.ts'
import { KqlError } from '../error.ts'
import { positionOf } from '../position.ts'
import type { KqlColumn, KqlVisualization } from '../types.ts'
import { type Insertion, originalPosition } from './insertion.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, type Workspace } from './kusto.ts'
import type { KnownSchema } from './protocol.ts'

/** What a name of a `let`, a parameter or an `as` stands for. */
export type Binding =
  /** `perRow`: an argument that reads the caller's row, so no query inside the function may use it. */
  | { readonly kind: 'scalar'; readonly expr: Expr; readonly perRow: boolean }
  | { readonly kind: 'table'; readonly plan: () => Plan }
  /** A `let` function sees the names of its definition, not those of its caller. */
  | {
      readonly kind: 'function'
      readonly scope: Scope
      /** Of a `view ()`: its rows, which `search` and `find` look into. */
      readonly view?: () => Plan
    }

export interface Scope {
  readonly parent?: Scope
  readonly names: Map<string, Binding>
  /** Set where a query stands inside an expression: rows of the outside are out of reach. */
  readonly query?: boolean
}

/** The text that a subtree belongs to: the query, or a stored function's body. */
export interface Source {
  readonly text: string
  readonly function?: string
  /** What to add to a node's position to get a position in the text that was analysed. */
  readonly offset: number
  /** What was put into `text` before it was analysed. */
  readonly inserted?: readonly Insertion[]
}

export interface Context {
  /** The parts of the lowering; here, because expressions hold queries and queries hold expressions. */
  readonly lower: {
    readonly expression: (node: SyntaxNode, context: Context) => Expr
    readonly table: (node: SyntaxNode, context: Context) => Plan
    readonly operator: (node: SyntaxNode, input: Plan, context: Context) => Plan
  }
  readonly workspace: Workspace
  readonly source: Source
  readonly scope: Scope
  readonly depth: number
  /** Columns of the operator's input, where one exists. */
  readonly columns?: readonly KqlColumn[]
  /** The steps of the `scan` that an expression may name: `step.column` is that step's state. */
  readonly steps?: ReadonlySet<string>
  /** Collects aggregates inside `summarize`. */
  readonly aggregates?: (node: SyntaxNode) => Expr
  /** Window functions were met in the current operator (set by the lowering of expressions). */
  readonly seen: { windows: boolean }
  /** Schemas of `evaluate` that were found in the data. */
  readonly schemas: readonly KnownSchema[]
  /** Takes note of a `render`. */
  readonly rendered: (visualization: KqlVisualization) => void
}

export function placeOf(node: SyntaxNode, { source }: Context): Place {
  const start = originalPosition(source.inserted, node.TextStart + source.offset)
  const end = originalPosition(source.inserted, node.TextStart + source.offset + node.Width)
  const at = positionOf(source.text, start, end - start)
  return source.function === undefined ? at : { ...at, function: source.function }
}

const inFunction = ({ source }: Context): string =>
  source.function === undefined ? '' : ` (in function ${source.function})`

export function fail(
  code: 'semantic' | 'unsupported' | 'runtime',
  message: string,
  node: SyntaxNode,
  context: Context,
): KqlError {
  const at = placeOf(node, context)
  return new KqlError(
    code,
    `${message}, line ${at.line}, column ${at.column}${inFunction(context)}`,
    at,
  )
}

/** The construct is real KQL; this engine refuses it rather than guess. */
export function unsupported(what: string, node: SyntaxNode, context: Context): KqlError {
  return fail('unsupported', `${what} is not supported by this engine`, node, context)
}

/** `TopNestedOperator` as its writer knows it. */
export function constructName(node: SyntaxNode): string {
  return kind(node)
    .replace(/(?:Operator|Expression|Statement)$/u, '')
    .replace(/([a-z])([A-Z])/gu, '$1-$2')
    .toLowerCase()
}

/** The views that a query declares, by name. */
export function viewsIn(scope: Scope | undefined): ReadonlyMap<string, () => Plan> {
  const views = new Map<string, () => Plan>()
  for (let at = scope; at; at = at.parent)
    for (const [name, binding] of at.names)
      if (binding.kind === 'function' && binding.view && !views.has(name))
        views.set(name, binding.view)
  return views
}

export function lookup(
  name: string,
  scope: Scope | undefined,
): { binding: Binding; crossed: boolean } | undefined {
  let crossed = false
  for (let at = scope; at; at = at.parent) {
    const binding = at.names.get(name)
    if (binding) return { binding, crossed }
    crossed ||= at.query === true
  }
  return undefined
}
