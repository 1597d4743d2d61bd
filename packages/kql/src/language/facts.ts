import type { Expr } from '../ast.ts'
import type { Context } from './context.ts'

/** Functions that look at neighbouring rows. */
export const windowFunctions: ReadonlySet<string> = new Set([
  'row_number',
  'prev',
  'next',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'row_window_session',
])

/** True when the expression reads a column of the current row. */
export function readsRow(expr: Expr): boolean {
  switch (expr.kind) {
    case 'column':
      return true
    case 'call':
      return windowFunctions.has(expr.name) || expr.args.some(readsRow)
    case 'member':
      return readsRow(expr.target) || readsRow(expr.key)
    case 'in-table':
      return readsRow(expr.left)
    case 'literal':
    case 'dynamic':
    case 'shared':
    case 'to-scalar':
      return false
    default:
      return expr satisfies never
  }
}

/** A constant is wrapped so that it is computed once; a literal needs no wrapping. */
export function shareConstant(expr: Expr): Expr {
  return expr.kind === 'literal' || readsRow(expr)
    ? expr
    : { kind: 'shared', type: expr.type, value: expr }
}

/** A query inside an expression: the rows outside it are out of its reach. */
export function insideQuery(context: Context): Context {
  const { columns: _columns, aggregates: _aggregates, ...outer } = context
  return {
    ...outer,
    scope: { parent: context.scope, names: new Map(), query: true },
    seen: { windows: false },
  }
}
