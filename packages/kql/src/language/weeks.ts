import type { Expr } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind } from './kusto.ts'

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<>', '<', '<=', '>', '>='])
const carriers: ReadonlySet<string> = new Set([
  'SimpleNamedExpression',
  'ParenthesizedExpression',
  'PrintOperator',
  'ProjectOperator',
  'ExtendOperator',
])

/**
 * The engine's `datetime_diff('week', …)` is a real, its analyser's a long (recorded answers). So it may only stand where
 * that makes no difference to what the analyser says of the rest: in a comparison, or in a column at the query's end.
 */
export function mayBeReal(call: SyntaxNode): boolean {
  let node = call
  for (let parent = call.Parent; parent; parent = parent.Parent ?? null) {
    const name = kind(parent)
    if (name === 'BinaryExpression') return comparisons.has(parent.Operator?.Text ?? '')
    if (name === 'ExpressionStatement') return true
    // A pipe that goes on behind the column.
    if (name === 'PipeExpression' && parent.Operator !== node) return false
    // Lists and their elements are in between.
    const passes = name.startsWith('S') && /^(?:SyntaxList|SeparatedElement)/u.test(name)
    if (!passes && name !== 'PipeExpression' && !carriers.has(name)) return false
    node = parent
  }
  return false
}

export const isWeeks = (name: string, unit: Expr | undefined): boolean =>
  name === 'datetime_diff' &&
  unit?.kind === 'literal' &&
  typeof unit.value === 'string' &&
  unit.value.toLowerCase() === 'week'

/** The column that such a value makes. */
export const withWeeks = (column: KqlColumn, expr: Expr): KqlColumn =>
  expr.kind === 'call' && expr.type === 'real' && isWeeks(expr.name, expr.args[0])
    ? { ...column, type: 'real' }
    : column
