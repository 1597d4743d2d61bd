import type { Plan, Union } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import type { Context } from './context.ts'
import { insideQuery } from './facts.ts'
import type { SymbolNode, SyntaxNode } from './kusto-types.ts'
import { columnsOf, kind, list, option, symbolKind } from './kusto.ts'
import { phantomsOf } from './phantoms.ts'

export interface Leg {
  readonly input: Plan
  /** Tables and `as` give their name; anything else is numbered. */
  readonly name?: string
}

/** The name under which `withsource=` lists a leg. */
function legName(node: SyntaxNode): string | undefined {
  switch (kind(node)) {
    case 'ParenthesizedExpression':
      return legName(node.Expression as SyntaxNode)
    case 'NameReference':
      return symbolKind(node) === 'TableSymbol' || node.ReferencedSymbol?.IsView === true
        ? node.ReferencedSymbol?.Name
        : undefined
    case 'PipeExpression':
      return node.Operator && kind(node.Operator) === 'AsOperator'
        ? node.Operator.Name?.SimpleName
        : undefined
    default:
      return undefined
  }
}

/** The tables that a name stands for, or the one table that an expression gives. */
export function legsOf(node: SyntaxNode, context: Context): Leg[] {
  if (symbolKind(node) === 'GroupSymbol') {
    return list<SymbolNode>(node.ReferencedSymbol?.Members).map((table) => ({
      name: table.Name,
      input: { kind: 'table', table: table.Name, columns: columnsOf(table) },
    }))
  }
  const name = legName(node)
  const input = context.lower.table(node, insideQuery(context))
  return [name === undefined ? { input } : { input, name }]
}

/** `x`, or `x_long` where the analyser has split a name by type, or `x_long1` where a leg has an `x_long` itself. */
function outputIndex(
  column: KqlColumn,
  columns: readonly KqlColumn[],
  given: ReadonlySet<string>,
): number {
  const find = (name: string): number =>
    columns.findIndex((each) => each.name === name && each.type === column.type)
  const whole = find(column.name)
  const split = `${column.name}_${column.type}`
  return whole >= 0 ? whole : find(given.has(split) ? `${split}1` : split)
}

export function lowerUnion(node: SyntaxNode, input: Plan | undefined, context: Context): Union {
  const all: Leg[] = [
    ...(input ? [pipedLeg(input)] : []),
    ...list(node.Expressions).flatMap((each) => legsOf(each, context)),
  ]
  const sourceColumn = option(node, 'withsource') ?? option(node, 'with_source')
  return unionOf(all, columnsOf(node.ResultType), sourceColumn)
}

/** Legs side by side under the analyser's columns: by name, and by type where a name has several. */
export function unionOf(
  all: readonly Leg[],
  result: readonly KqlColumn[],
  sourceColumn: string | undefined,
): Union {
  const given = new Set(all.flatMap((leg) => leg.input.columns.map(({ name }) => name)))
  const phantoms = new Set(all.flatMap((leg) => [...phantomsOf(leg.input)]))
  const columns = result.filter(({ name }) => !phantoms.has(name))
  return {
    kind: 'union',
    columns,
    ...(sourceColumn !== undefined && { sourceColumn }),
    legs: all.map((leg, index) => {
      const places = new Map<number, string>()
      for (const column of leg.input.columns) {
        const place = outputIndex(column, columns, given)
        if (place >= 0 && columns[place]?.name !== sourceColumn) places.set(place, column.name)
      }
      return {
        input: leg.input,
        source: leg.name ?? `union_arg${index}`,
        from: columns.map((_, place) => places.get(place)),
      }
    }),
  }
}

function pipedLeg(input: Plan): Leg {
  return input.kind === 'table' ? { input, name: input.table } : { input }
}
