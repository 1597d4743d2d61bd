import type { Expr, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind } from './kusto.ts'

const column = ({ name, type }: KqlColumn): Expr => ({ kind: 'column', name, type })

/** Any of the values may be given: here the first ones, so that an answer repeats. */
export function lowerSampleDistinct(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const [result] = columns
  if (!result) throw unsupported('this form of "sample-distinct"', node, context)
  const expr = context.lower.expression(node.OfExpression as SyntaxNode, context)
  return {
    kind: 'take',
    count: context.lower.expression(node.Expression as SyntaxNode, context),
    input: {
      kind: 'summarize',
      input,
      keys: [{ name: result.name, expr }],
      aggregates: [],
      outputs: [{ name: result.name, expr: column(result) }],
      columns,
    },
    columns,
  }
}

/** Exact, where Azure estimates: the values with the greatest counts, or sums. */
export function lowerTopHitters(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const [value, measure] = columns
  const of = node.OfExpression as SyntaxNode
  if (!value || !measure || columns.length !== 2 || kind(of) === 'SimpleNamedExpression')
    throw unsupported('this form of "top-hitters"', node, context)
  const by = node.ByClause?.Expression
  const slot = '$0'
  return {
    kind: 'sort',
    by: [{ expr: column(measure), descending: true, nullsFirst: false }],
    limit: context.lower.expression(node.Expression as SyntaxNode, context),
    input: {
      kind: 'summarize',
      input,
      keys: [{ name: value.name, expr: context.lower.expression(of, context) }],
      aggregates: [
        {
          slot,
          name: by ? 'sum' : 'count',
          args: by ? [context.lower.expression(by, context)] : [],
          type: measure.type,
          at: placeOf(node, context),
        },
      ],
      outputs: [
        { name: value.name, expr: column(value) },
        { name: measure.name, expr: { kind: 'column', name: slot, type: measure.type } },
      ],
      columns,
    },
    columns,
  }
}
