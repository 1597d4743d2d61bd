import type { Call, Expr, Plan } from '../ast.ts'
import { stateColumn } from '../state-column.ts'
import type { KqlType } from '../types.ts'
import {
  type Binding,
  constructName,
  type Context,
  fail,
  lookup,
  placeOf,
  unsupported,
} from './context.ts'
import { refuseDecimals } from './decimals.ts'
import { insideQuery, windowFunctions } from './facts.ts'
import { lowerCalledFunction } from './function.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { aggregateNames, isTabular, kind, list, scalarType, symbolKind, textOf } from './kusto.ts'
import { lowerDynamic, lowerLiteral } from './literal.ts'
import { isTuple, tupleCall, tupleItems } from './tuple.ts'
import { isWeeks, mayBeReal } from './weeks.ts'

/** Types that an expression can have here. */
export const scalarTypes: ReadonlySet<string> = new Set<KqlType>([
  'bool',
  'int',
  'long',
  'real',
  'string',
  'datetime',
  'timespan',
  'dynamic',
  'guid',
  'decimal',
])

export function typeOf(node: SyntaxNode, context: Context): KqlType {
  const type = scalarType(node)
  if (type !== undefined && scalarTypes.has(type)) return type
  throw unsupported(
    `an expression of type ${type ?? 'table'} here ("${textOf(node)}")`,
    node,
    context,
  )
}

export function lowerExpression(node: SyntaxNode, context: Context): Expr {
  const lower = (child: SyntaxNode | null | undefined): Expr =>
    lowerExpression(child as SyntaxNode, context)
  const call = (name: string, args: readonly Expr[]): Expr =>
    refuseDecimals(
      { kind: 'call', name, args, type: typeOf(node, context), at: placeOf(node, context) },
      node,
      context,
    )
  switch (kind(node)) {
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
      return lower(node.Expression)
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return lowerLiteral(node, context)
    case 'DynamicExpression':
      return { kind: 'dynamic', type: 'dynamic', value: lowerDynamic(node, context) }
    case 'NameReference':
      return lowerName(node, context)
    case 'PathExpression':
    case 'ElementExpression':
      return lowerMember(node, context)
    case 'PrefixUnaryExpression': {
      const inner = lower(node.Expression)
      return node.Operator?.Text === '+' ? inner : call('negate', [inner])
    }
    case 'BinaryExpression':
      if (node.Left && kind(node.Left) === 'StarExpression') return lowerAnyColumn(node, context)
      return call(node.Operator?.Text ?? '', [lower(node.Left), lower(node.Right)])
    case 'BetweenExpression':
      return call(node.Operator?.Text ?? '', [
        lower(node.Left),
        lower(node.Right?.First),
        lower(node.Right?.Second),
      ])
    case 'InExpression':
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return lowerIn(node, context)
    case 'ToScalarExpression':
      // `toscalar(1)`: a value already.
      if (!isTabular(node.Expression as SyntaxNode)) return lower(node.Expression)
      // The table first: a plugin in it may have to ask for its columns.
      return toScalar(
        context.lower.table(node.Expression as SyntaxNode, insideQuery(context)),
        node,
        context,
      )
    case 'FunctionCallExpression':
      // A name for several results is that of the first (recorded answer).
      if (isTuple(node)) return tupleItems(node, context)[0] as Expr
      return lowerCall(node, context)
    case 'TypeOfLiteralExpression':
      // What type is asked for, the analyser has looked at.
      return { kind: 'literal', type: 'string', value: textOf(node) }
    default:
      throw unsupported(`"${constructName(node)}"`, node, context)
  }
}

function toScalar(table: Plan, node: SyntaxNode, context: Context): Expr {
  return { kind: 'to-scalar', table, type: typeOf(node, context) }
}

/** `* has "x"`: true where it is of any column. */
function lowerAnyColumn(node: SyntaxNode, context: Context): Expr {
  const right = lowerExpression(node.Right as SyntaxNode, context)
  const name = node.Operator?.Text ?? ''
  const { columns = [] } = context
  if (columns.length === 0) throw unsupported('"*" in this place', node, context)
  const at = placeOf(node, context)
  return columns
    .map((column): Expr => ({
      kind: 'call',
      name,
      args: [{ kind: 'column', ...column }, right],
      type: 'bool',
      at,
    }))
    .reduce((found, each) => ({ kind: 'call', name: 'or', args: [found, each], type: 'bool', at }))
}

function lowerName(node: SyntaxNode, context: Context): Expr {
  const name = node.SimpleName ?? ''
  switch (symbolKind(node)) {
    case 'ColumnSymbol':
      return {
        kind: 'column',
        name: node.ReferencedSymbol?.Name ?? name,
        type: typeOf(node, context),
      }
    case 'VariableSymbol':
    case 'ParameterSymbol': {
      const found = lookup(name, context.scope)
      if (found?.binding.kind === 'scalar')
        return scalarOf(found.binding, found.crossed, node, context)
      break
    }
    case 'FunctionSymbol':
      return lowerUserFunction(node, [], context)
    default:
  }
  throw unsupported(`the name "${name}" in this place`, node, context)
}

function scalarOf(
  binding: Binding & { kind: 'scalar' },
  crossed: boolean,
  node: SyntaxNode,
  context: Context,
): Expr {
  if (binding.perRow && crossed) {
    throw fail(
      'semantic',
      `"${textOf(node)}" differs from row to row, a query inside a function cannot use it`,
      node,
      context,
    )
  }
  return binding.expr
}

function lowerMember(node: SyntaxNode, context: Context): Expr {
  const target = node.Expression as SyntaxNode
  const step = target.SimpleName ?? ''
  if (context.steps?.has(step) === true)
    return {
      kind: 'column',
      name: stateColumn(step, node.Selector?.SimpleName ?? ''),
      type: typeOf(node, context),
    }
  if (isTuple(target)) {
    const selected = node.Selector as SyntaxNode
    if (kind(selected) !== 'BracketedExpression')
      throw unsupported('a result by its name', node, context)
    return {
      kind: 'member',
      target: tupleCall(target, context),
      key: lowerExpression(selected.Expression as SyntaxNode, context),
      type: typeOf(node, context),
    }
  }
  if (isTabular(target) || symbolKind(target) === 'TupleSymbol') {
    // `$left.key`: the join lowers each side against its own input.
    return { kind: 'column', name: node.Selector?.SimpleName ?? '', type: typeOf(node, context) }
  }
  const selector = node.Selector as SyntaxNode
  const key: Expr =
    kind(selector) === 'BracketedExpression'
      ? lowerExpression(selector.Expression as SyntaxNode, context)
      : { kind: 'literal', type: 'string', value: selector.SimpleName ?? '' }
  return {
    kind: 'member',
    target: lowerExpression(target, context),
    key,
    type: typeOf(node, context),
  }
}

function lowerIn(node: SyntaxNode, context: Context): Expr {
  const left = lowerExpression(node.Left as SyntaxNode, context)
  const operator = node.Operator?.Text ?? ''
  const values = list(node.Right?.Expressions)
  const [first] = values
  const type = typeOf(node, context)
  const at = placeOf(node, context)
  if (first && isTabular(first)) {
    if (values.length > 1) throw unsupported(`"${operator}" with several tables`, node, context)
    return {
      kind: 'in-table',
      operator,
      left,
      table: context.lower.table(first, insideQuery(context)),
      type,
      at,
    }
  }
  const args = [left, ...values.map((value) => lowerExpression(value, context))]
  return refuseDecimals({ kind: 'call', name: operator, args, type, at }, node, context)
}

function lowerCall(node: SyntaxNode, context: Context): Expr {
  const name = node.Name?.SimpleName ?? ''
  const args = list(node.ArgumentList?.Expressions)
  if (node.GetCalledFunctionBody()) return lowerUserFunction(node, args, context)
  if (aggregateNames.has(name) && context.aggregates) return context.aggregates(node)
  if (name === 'column_ifexists' || name === 'columnifexists') return columnIfExists(args, context)
  if (windowFunctions.has(name)) context.seen.windows = true
  const packed = packedColumns(node, name, args, context)
  if (packed) {
    const [onlyPresent] = name === 'pack_all' ? args : []
    const call = onlyPresent && textOf(onlyPresent) === 'true' ? 'pack_present' : 'bag_pack'
    return { kind: 'call', name: call, args: packed, type: 'dynamic', at: placeOf(node, context) }
  }
  const lowered = args.map((arg) => lowerExpression(arg, context))
  const call: Call = {
    kind: 'call',
    name,
    args: lowered,
    type: isWeeks(name, lowered[0]) && mayBeReal(node) ? 'real' : typeOf(node, context),
    at: placeOf(node, context),
  }
  return refuseDecimals(call, node, context)
}

/** `pack_all()`: every column, by its name; `bag_pack_columns(a, b)`: these. */
function packedColumns(
  node: SyntaxNode,
  name: string,
  args: readonly SyntaxNode[],
  context: Context,
): readonly Expr[] | undefined {
  if (name !== 'pack_all' && name !== 'bag_pack_columns') return undefined
  const { columns } = context
  const odd = args.find((arg) =>
    name === 'pack_all'
      ? !/^(?:true|false)$/u.test(textOf(arg))
      : symbolKind(arg) !== 'ColumnSymbol',
  )
  if (!columns || odd) throw unsupported(`${name}() in this form`, odd ?? node, context)
  const packed =
    name === 'pack_all'
      ? columns
      : args.map((arg) => ({ name: arg.ReferencedSymbol?.Name ?? '', type: typeOf(arg, context) }))
  return packed.flatMap((column): Expr[] => [
    { kind: 'literal', type: 'string', value: column.name },
    { kind: 'column', ...column },
  ])
}

function columnIfExists([name, otherwise]: readonly SyntaxNode[], context: Context): Expr {
  const column = context.columns?.find((candidate) => candidate.name === name?.LiteralValue)
  if (column) return { kind: 'column', ...column }
  return lowerExpression(otherwise as SyntaxNode, context)
}

function lowerUserFunction(node: SyntaxNode, args: readonly SyntaxNode[], context: Context): Expr {
  const { body, inner } = lowerCalledFunction(node, args, context)
  return lowerExpression(body, { ...inner, ...(context.columns && { columns: context.columns }) })
}
