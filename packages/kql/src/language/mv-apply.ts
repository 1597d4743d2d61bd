import type { Expansion, Given, Plan } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import { scalarTypes } from './expression.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list, option, textOf } from './kusto.ts'
import { expansionName } from './mv-expand.ts'

export function lowerMvApply(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  if (node.ContextIdClause) throw unsupported('"id" of "mv-apply"', node, context)
  const items = list(node.Expressions).map((each): Expansion => {
    const name = expansionName(each)
    if (name === undefined)
      throw unsupported('an expression without a name in "mv-apply"', each, context)
    const expr = context.lower.expression(each.Expression as SyntaxNode, context)
    return { name, expr, type: itemType(each, context) }
  })
  const index = option(node, 'with_itemindex')
  const added: KqlColumn[] = [
    ...items.map(({ name, type }) => ({ name, type })),
    ...(index === undefined ? [] : [{ name: index, type: 'long' } as const]),
  ]
  const fresh = new Set(added.map(({ name }) => name))
  const given: Given = {
    kind: 'given',
    columns: [...input.columns.filter(({ name }) => !fresh.has(name)), ...added],
  }
  const limit = node.RowLimitClause?.RowLimit
  return {
    kind: 'mv-apply',
    input,
    items,
    given,
    subquery: lowerPiped(node.Subquery?.Expression as SyntaxNode, given, context),
    ...(index !== undefined && { index }),
    ...(limit && { limit: context.lower.expression(limit, context) }),
    at: placeOf(node, context),
    columns,
  }
}

/** Names that `typeof()` knows beside those of the types. */
const synonyms: Readonly<Record<string, KqlType>> = {
  boolean: 'bool',
  date: 'datetime',
  double: 'real',
  time: 'timespan',
  uniqueid: 'guid',
  uuid: 'guid',
}
function itemType(each: SyntaxNode, context: Context): KqlType {
  const clause = each.ToTypeOf
  if (!clause) return 'dynamic'
  const [type] = list(clause.TypeOf?.Types)
  const word = type ? textOf(type) : ''
  const known = synonyms[word] ?? word
  if (!scalarTypes.has(known)) throw unsupported(`typeof(${word})`, clause, context)
  return known as KqlType
}

/** Operators of a subquery, from its first one on: it has no table to begin with. */
export function lowerPiped(node: SyntaxNode, input: Plan, context: Context): Plan {
  if (kind(node) === 'PipeExpression')
    return context.lower.operator(
      node.Operator as SyntaxNode,
      lowerPiped(node.Expression as SyntaxNode, input, context),
      context,
    )
  return context.lower.operator(node, input, context)
}
