import type { Expr, Output, Pivot, Plan, Unpack } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { list, scalarType, symbolKind } from './kusto.ts'
import { collector } from './summarize.ts'

/** Thrown where the columns of a plugin are not known before its input is. */
export class SchemaNeeded extends Error {
  readonly plan: Unpack | Pivot
  readonly at: number
  constructor(plan: Unpack | Pivot, at: number) {
    super('the schema of a plugin is needed')
    this.plan = plan
    this.at = at
  }
}

export function lowerEvaluate(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const call = node.FunctionCall as SyntaxNode
  const name = call.Name?.SimpleName ?? ''
  switch (name) {
    case 'bag_unpack':
      return known(node, unpack(node, call, input, columns, context), context)
    case 'pivot':
      return known(node, pivot(node, call, input, columns, context), context)
    case 'dcount_intersect':
      return intersections(call, input, columns, context)
    case 'narrow':
      return { kind: 'narrow', input, columns }
    default:
      throw unsupported(`the plugin ${name}()`, node, context)
  }
}

/** `s0`, `s1`, …: how many members the first sketch has, how many it shares with the second, with both next, … */
function intersections(
  call: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const sketches = list(call.ArgumentList?.Expressions).map((each) =>
    context.lower.expression(each, context),
  )
  const at = placeOf(call, context)
  const function_ = (name: string, args: readonly Expr[], type: 'dynamic' | 'long'): Expr => ({
    kind: 'call',
    name,
    args,
    type,
    at,
  })
  const added = columns.slice(input.columns.length)
  if (added.length !== sketches.length || sketches.length < 2)
    throw unsupported('dcount_intersect() of these sketches', call, context)
  const outputs = columns.map((column, index): Output => {
    const place = index - input.columns.length
    if (place < 0) return { name: column.name, expr: { kind: 'column', ...column } }
    const common = function_('set_intersect', sketches.slice(0, place + 1), 'dynamic')
    return { name: column.name, expr: function_('array_length', [common], 'long') }
  })
  return { kind: 'project', input, outputs, columns }
}

/** The plan, if the analyser knows its columns; a query inside a function has no place of its own to say them. */
function known(node: SyntaxNode, plan: Unpack | Pivot, context: Context): Plan {
  if (node.ResultType?.IsOpen !== true) return plan
  if (context.depth > 0) throw unsupported('"evaluate" inside a function', node, context)
  const { start, length } = placeOf(node, context)
  throw new SchemaNeeded(plan, start + length)
}

/** Whether the query itself says the columns. */
const isDeclared = (node: SyntaxNode, context: Context): boolean => {
  const { start, length } = placeOf(node, context)
  return Boolean(node.Schema) && !context.schemas.some(({ at }) => at === start + length)
}

function unpack(
  node: SyntaxNode,
  call: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Unpack {
  const [bag, prefix, ...others] = list(call.ArgumentList?.Expressions)
  const odd = others[0] ?? (prefix && typeof prefix.LiteralValue !== 'string' ? prefix : undefined)
  if (!bag || odd || symbolKind(bag) !== 'ColumnSymbol' || scalarType(bag) !== 'dynamic')
    throw unsupported('bag_unpack() of more than a column and a prefix', odd ?? call, context)
  return {
    kind: 'unpack',
    input,
    columns,
    bag: bag.ReferencedSymbol?.Name ?? '',
    prefix: prefix ? String(prefix.LiteralValue) : '',
    declared: isDeclared(node, context),
    at: placeOf(node, context),
  }
}

const emptyCells: Readonly<Record<string, 0 | null>> = {
  count: 0,
  countif: 0,
  dcount: 0,
  sum: 0,
  sumif: 0,
  min: null,
  max: null,
  avg: null,
  take_any: null,
}

function pivot(
  node: SyntaxNode,
  call: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Pivot {
  const [name, aggregate, ...others] = list(call.ArgumentList?.Expressions)
  const column = input.columns.find((each) => each.name === name?.ReferencedSymbol?.Name)
  const odd = others.find((each) => symbolKind(each) !== 'ColumnSymbol')
  if (!column || column.type === 'dynamic' || odd || isDeclared(node, context))
    throw unsupported('this form of pivot()', odd ?? call, context)
  const { aggregates, slotOf, inner } = collector(context)
  const cell: Expr = aggregate
    ? inner.lower.expression(aggregate, inner)
    : slotOf('count', [], 'long', call)
  const read = new Set(aggregates.flatMap(({ args }) => args.flatMap(columnNames)))
  const named = new Set(others.map((each) => each.ReferencedSymbol?.Name))
  const groups = input.columns.filter((each) =>
    others.length > 0 ? named.has(each.name) : each.name !== column.name && !read.has(each.name),
  )
  if (groups.some(({ type }) => type === 'dynamic'))
    throw unsupported('pivot() beside a dynamic column (name the columns to keep)', call, context)
  const keys = [...groups, column].map((each) => ({
    name: each.name,
    expr: { kind: 'column', ...each } as const,
  }))
  const value = { name: '$cell', type: cell.type }
  return {
    kind: 'pivot',
    input: {
      kind: 'summarize',
      input,
      keys,
      aggregates,
      outputs: [...keys, { name: value.name, expr: cell }],
      columns: [...groups, column, value],
    },
    groups,
    pivot: column,
    cell: value,
    empty: emptyCells[aggregates.length === 1 ? (aggregates[0]?.name ?? '') : ''],
    columns,
    at: placeOf(node, context),
  }
}

function columnNames(expr: Expr): string[] {
  switch (expr.kind) {
    case 'column':
      return [expr.name]
    case 'call':
      return expr.args.flatMap(columnNames)
    case 'member':
      return [...columnNames(expr.target), ...columnNames(expr.key)]
    case 'in-table':
      return columnNames(expr.left)
    case 'literal':
    case 'dynamic':
    case 'shared':
    case 'to-scalar':
      return []
    default:
      return expr satisfies never
  }
}
