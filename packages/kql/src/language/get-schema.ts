import type { Expr, Plan } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { type Context, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'

/** How `getschema` names the types. Its word for bool is not known to us. */
const netTypes: Readonly<Partial<Record<KqlType, string>>> = {
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  dynamic: 'System.Object',
  guid: 'System.Guid',
}

const text = (value: string): Expr => ({ kind: 'literal', type: 'string', value })

/** A row per column of the input, which is not read for it. */
export function lowerGetSchema(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const rows = input.columns.map(({ name, type }, index): Expr[] => {
    const net = netTypes[type]
    if (net === undefined) throw unsupported(`"getschema" of a ${type} column`, node, context)
    return [text(name), { kind: 'literal', type: 'long', value: index }, text(net), text(type)]
  })
  return { kind: 'rows', rows, columns }
}
