import type { Materialized, NestedLevel, Output, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list } from './kusto.ts'
import { isAscending } from './sort.ts'
import { collector } from './summarize.ts'

/** Columns come in pairs: a level's value, and what it is ordered by. */
export function lowerTopNested(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const clauses = list(node.Clauses)
  if (columns.length !== clauses.length * 2)
    throw unsupported('this form of "top-nested"', node, context)
  const shared: Materialized = { kind: 'materialized', input, columns: input.columns }
  const keys: Output[] = []
  const levels = clauses.map((clause, index): NestedLevel => {
    if (clause.WithOthersClause) throw unsupported('"with others" of top-nested', clause, context)
    const [key, value] = columns.slice(index * 2) as [KqlColumn, KqlColumn]
    keys.push({
      name: key.name,
      expr: context.lower.expression(clause.OfExpression as SyntaxNode, context),
    })
    const { aggregates, inner } = collector(context)
    const by = clause.ByExpression as SyntaxNode
    const ordered = kind(by) === 'OrderedExpression' ? (by.Expression as SyntaxNode) : by
    const order = inner.lower.expression(ordered, inner)
    const outputs: Output[] = [
      ...keys.map(({ name, expr }): Output => ({
        name,
        expr: { kind: 'column', name, type: expr.type },
      })),
      { name: value.name, expr: order },
    ]
    const limit = clause.Expression && context.lower.expression(clause.Expression, context)
    const level: NestedLevel = {
      groups: {
        kind: 'summarize',
        input: shared,
        keys: [...keys],
        aggregates,
        outputs,
        columns: outputs.map(({ name, expr }) => ({ name, type: expr.type })),
      },
      descending: !isAscending(by),
    }
    return limit ? Object.assign(level, { limit }) : level
  })
  return { kind: 'top-nested', levels, columns }
}
