import type { Expansion, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list, option, symbolKind } from './kusto.ts'

const target = (each: SyntaxNode): SyntaxNode => each.Expression as SyntaxNode

export function expansionName(each: SyntaxNode): string | undefined {
  const inner = target(each)
  if (kind(inner) === 'SimpleNamedExpression') return inner.Name?.SimpleName
  return symbolKind(inner) === 'ColumnSymbol' ? inner.ReferencedSymbol?.Name : undefined
}

export function lowerMvExpand(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const expressions = list(node.Expressions)
  const index = option(node, 'with_itemindex')
  const given = new Set([
    ...input.columns.map(({ name }) => name),
    ...expressions.map(expansionName),
    index,
  ])
  const fresh = columns.filter(({ name }) => !given.has(name))
  const items = expressions.map((each): Expansion => {
    const name = expansionName(each) ?? fresh.shift()?.name
    if (name === undefined) throw unsupported('this form of "mv-expand"', each, context)
    return {
      name,
      expr: context.lower.expression(target(each), context),
      type: columns.find((column) => column.name === name)?.type ?? 'dynamic',
    }
  })
  if (fresh.length > 0) throw unsupported('this form of "mv-expand"', node, context)
  const flavour = option(node, 'bagexpansion') ?? option(node, 'kind')
  const limit = node.RowLimitClause?.RowLimit
  return {
    kind: 'mv-expand',
    input,
    items,
    bagsAsPairs: flavour === 'array',
    ...(index !== undefined && { index }),
    ...(limit && { limit: context.lower.expression(limit, context) }),
    columns,
  }
}
