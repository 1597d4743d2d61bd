import type { Plan, SortKey } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import type { Context } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { children, kind, list, textOf } from './kusto.ts'

const orderingWords = (node: SyntaxNode): readonly string[] =>
  node.Ordering
    ? children(node.Ordering)
        .map((child) => textOf(child))
        .join(' ')
        .split(/\s+/u)
    : []

export const isAscending = (node: SyntaxNode): boolean => orderingWords(node).includes('asc')

/** Descending by default; nulls first when ascending, last when descending, unless said otherwise. */
function sortKey(node: SyntaxNode, context: Context): SortKey {
  if (kind(node) !== 'OrderedExpression') {
    return { expr: context.lower.expression(node, context), descending: true, nullsFirst: false }
  }
  const words = orderingWords(node)
  const descending = !words.includes('asc')
  const nullsFirst = words.includes('nulls') ? words.includes('first') : !descending
  return {
    expr: context.lower.expression(node.Expression as SyntaxNode, context),
    descending,
    nullsFirst,
  }
}

export function lowerSort(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  return {
    kind: 'sort',
    input,
    by: list(node.Expressions).map((each) => sortKey(each, context)),
    columns,
  }
}

export function lowerTop(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const limit = context.lower.expression(node.Expression as SyntaxNode, context)
  return {
    kind: 'sort',
    input,
    by: [sortKey(node.ByExpression as SyntaxNode, context)],
    limit,
    columns,
  }
}

export function lowerTake(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  return {
    kind: 'take',
    input,
    count: context.lower.expression(node.Expression as SyntaxNode, context),
    columns,
  }
}
