import type { Given, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list, option, symbolKind } from './kusto.ts'
import { lowerPiped } from './mv-apply.ts'

/** Values that the old strategy, which is that without a hint, takes. */
const legacyLimit = 64

export function lowerPartition(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const by = node.ByExpression as SyntaxNode
  const column = input.columns.find(({ name }) => name === by.ReferencedSymbol?.Name)
  if (!column || symbolKind(by) !== 'ColumnSymbol' || column.type === 'dynamic')
    throw unsupported('"partition" by something else than a column', by, context)
  const odd = list(node.Parameters).find((each) => !each.Name?.SimpleName?.startsWith('hint.'))
  const operand = node.Operand as SyntaxNode
  if (odd || kind(operand) !== 'PartitionSubquery')
    throw unsupported('"partition" with a table of its own', odd ?? operand, context)
  const given: Given = { kind: 'given', columns: input.columns }
  const strategy = option(node, 'hint.strategy') ?? 'legacy'
  return {
    kind: 'partition',
    input,
    columns,
    key: { kind: 'column', ...column },
    given,
    subquery: lowerPiped(operand.Subquery as SyntaxNode, given, context),
    most: strategy === 'legacy' ? legacyLimit : Number.POSITIVE_INFINITY,
    at: placeOf(node, context),
  }
}
