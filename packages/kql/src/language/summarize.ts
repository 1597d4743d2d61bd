import type { Aggregate, Expr, Output, Place, Plan } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import { refuseDecimals } from './decimals.ts'
import { typeOf } from './expression.ts'
import { isCount } from './false-alarms.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { columnsOf, isTabular, kind, list, textOf } from './kusto.ts'
import { tupleItems } from './tuple.ts'

export function lowerCount(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const name = columns[0]?.name ?? 'Count'
  const slot = '$0'
  return {
    kind: 'summarize',
    input,
    keys: [],
    aggregates: [{ slot, name: 'count', args: [], type: 'long', at: placeOf(node, context) }],
    outputs: [{ name, expr: { kind: 'column', name: slot, type: 'long' } }],
    columns,
  }
}

/** Aggregates with more than one result column become one aggregate a column. */
const severalColumns: ReadonlySet<string> = new Set([
  'arg_max',
  'arg_min',
  'argmax',
  'argmin',
  'percentiles',
  'percentilesw',
  'take_any',
  'any',
])

/** Under their old names as well. */
const extremes: Readonly<Record<string, string>> = {
  arg_max: 'arg_max',
  argmax: 'arg_max',
  arg_min: 'arg_min',
  argmin: 'arg_min',
}

/** Of one percent they are what their singular is; a condition goes into the argument. */
const aliases: Readonly<Record<string, string>> = {
  percentiles: 'percentile',
  percentilesw: 'percentilew',
  covarianceif: 'covariance',
  covariancepif: 'covariancep',
}

/** `covarianceif(x, y, test)`: where the test is not true, `x` is null, which does not count. */
function whereTrue(args: readonly Expr[], at: Place): readonly Expr[] {
  const [x, y, test] = args
  if (!x || !y || !test) return args
  const nothing: Expr = { kind: 'literal', type: x.type, value: null }
  return [{ kind: 'call', name: 'iff', args: [test, x, nothing], type: x.type, at }, y]
}

type SlotOf = (name: string, args: readonly Expr[], type: KqlType, at: SyntaxNode) => Expr

/** Lowers expressions over aggregates: each aggregate call becomes a slot, the expression reads the slots. */
export function collector(context: Context): {
  readonly aggregates: Aggregate[]
  readonly slotOf: SlotOf
  readonly inner: Context
} {
  const aggregates: Aggregate[] = []
  const slotOf: SlotOf = (name, args, type, at) => {
    refuseDecimals({ kind: 'call', name, args, type, at: placeOf(at, context) }, at, context)
    const slot = `$${aggregates.length}`
    aggregates.push({ slot, name, args, type, at: placeOf(at, context) })
    return { kind: 'column', name: slot, type }
  }
  const single = (call: SyntaxNode): Expr => {
    const args = list(call.ArgumentList?.Expressions)
    if (args.some((arg) => kind(arg) === 'StarExpression')) return onlyKey(call, args)
    if (isCount(call)) return slotOf('count', [], 'long', call)
    if (call.Name?.SimpleName === 'count' && args.length > 0)
      throw unsupported('count() of a bool: write countif()', call, context)
    const name = call.Name?.SimpleName ?? ''
    const lowered = args.map((arg) => context.lower.expression(arg, context))
    const [first] = lowered
    // `arg_max(x)` alone is the greatest x.
    if (extremes[name] !== undefined && first && lowered.length === 1)
      return slotOf(extremes[name], [first, first], typeOf(call, context), call)
    return slotOf(
      aliases[name] ?? name,
      name.startsWith('covariance') ? whereTrue(lowered, placeOf(call, context)) : lowered,
      typeOf(call, context),
      call,
    )
  }
  /** `arg_max(x, *)` where all other columns are keys of the group. */
  const onlyKey = (call: SyntaxNode, [key, ...others]: readonly SyntaxNode[]): Expr => {
    const name = extremes[call.Name?.SimpleName ?? '']
    if (name === undefined || !key || others.length !== 1)
      throw unsupported(textOf(call), call, context)
    const value = context.lower.expression(key, context)
    return slotOf(name, [value, value], value.type, call)
  }
  return { aggregates, slotOf, inner: { ...context, aggregates: single } }
}

export function lowerSummarize(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  if (node.ByClause?.BinClause) throw unsupported('"bin=" of summarize', node, context)
  const by = list(node.ByClause?.Expressions)
  const { aggregates, slotOf, inner } = collector(context)
  const values = list(node.Aggregates).flatMap((each) => {
    const value = ['SimpleNamedExpression', 'CompoundNamedExpression'].includes(kind(each))
      ? (each.Expression as SyntaxNode)
      : each
    if (!isTabular(value)) return [inner.lower.expression(value, inner)]
    if (severalColumns.has(value.Name?.SimpleName ?? '')) return spread(value, slotOf, context)
    // `series_stats(make_list(x))` under one name: which of its results stay is not known here.
    if (kind(each) === 'SimpleNamedExpression')
      throw unsupported('one name for several results', each, context)
    return tupleItems(value, inner)
  })
  if (by.length + values.length !== columns.length)
    throw unsupported('this form of "summarize"', node, context)
  const keys = by.map((each, index): Output => ({
    name: columns[index]?.name ?? '',
    expr: context.lower.expression(each, context),
  }))
  const outputs = columns.map(({ name, type }, index): Output => ({
    name,
    expr: index < by.length ? { kind: 'column', name, type } : (values[index - by.length] as Expr),
  }))
  return { kind: 'summarize', input, keys, aggregates, outputs, columns }
}

const column = ({ name, type }: KqlColumn): Expr => ({ kind: 'column', name, type })

/** `arg_max(x, a, b)` → three aggregates, `percentiles(x, 5, 95)` → two. */
function spread(call: SyntaxNode, slotOf: SlotOf, context: Context): Expr[] {
  const name = call.Name?.SimpleName ?? ''
  const results = columnsOf(call.ResultType)
  const args = list(call.ArgumentList?.Expressions)
  const star = args.some((arg) => kind(arg) === 'StarExpression')
  const lower = (arg: SyntaxNode | undefined): Expr =>
    context.lower.expression(arg as SyntaxNode, context)
  if (name === 'percentiles') {
    const value = lower(args[0])
    return results.map(({ type }, index) =>
      slotOf('percentile', [value, lower(args[index + 1])], type, call),
    )
  }
  if (name === 'percentilesw') {
    const [value, weight, ...shares] = args.map(lower)
    return results.map(({ type }, index) =>
      slotOf('percentilew', [value as Expr, weight as Expr, shares[index] as Expr], type, call),
    )
  }
  if (name === 'take_any' || name === 'any') {
    if (!star && args.length !== results.length) throw unsupported(textOf(call), call, context)
    return results.map((result, index) =>
      slotOf('take_any', [star ? column(result) : lower(args[index])], result.type, call),
    )
  }
  if (!star && args.length !== results.length) throw unsupported(textOf(call), call, context)
  const key = lower(args[0])
  return results.map((result, index) =>
    slotOf(
      extremes[name] ?? name,
      [key, index === 0 ? key : star ? column(result) : lower(args[index])],
      result.type,
      call,
    ),
  )
}
