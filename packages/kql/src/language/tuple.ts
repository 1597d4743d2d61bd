import type { Expr } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { columnsOf, list, typeKind } from './kusto.ts'

/** `series_stats(x)`: a function with several results. */
export const isTuple = (node: SyntaxNode): boolean => typeKind(node) === 'TupleSymbol'

/** The call, which makes an array of the results. */
export function tupleCall(node: SyntaxNode, context: Context): Expr {
  return {
    kind: 'call',
    name: node.Name?.SimpleName ?? '',
    args: list(node.ArgumentList?.Expressions).map((arg) => context.lower.expression(arg, context)),
    type: 'dynamic',
    at: placeOf(node, context),
  }
}

const conversions: Readonly<Partial<Record<KqlType, string>>> = { real: 'todouble', long: 'tolong' }

/** One expression a result. */
export function tupleItems(node: SyntaxNode, context: Context): Expr[] {
  const call = tupleCall(node, context)
  const at = placeOf(node, context)
  return columnsOf(node.ResultType).map(({ type }: KqlColumn, index): Expr => {
    const key: Expr = { kind: 'literal', type: 'long', value: index }
    const item: Expr = { kind: 'member', target: call, key, type: 'dynamic' }
    if (type === 'dynamic') return item
    const name = conversions[type]
    if (name === undefined) throw unsupported(`a result of type ${type}`, node, context)
    return { kind: 'call', name, args: [item], type, at }
  })
}
