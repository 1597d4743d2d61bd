import type { ColumnRef, Expr, MakeSeries, Output, Plan, Where } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import { shareConstant } from './facts.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { children, kind, list, option } from './kusto.ts'
import { collector } from './summarize.ts'

const axisTypes: ReadonlySet<KqlType> = new Set(['datetime', 'timespan', 'int', 'long'])
const seriesTypes: ReadonlySet<KqlType> = new Set(['int', 'long', 'real'])

const column = (name: string, type: KqlType): ColumnRef => ({ kind: 'column', name, type })
const axisName = '$axis'

interface Bounds {
  readonly from?: Expr
  readonly to?: Expr
  readonly step: Expr
}

function boundsOf(node: SyntaxNode, context: Context): Bounds {
  const clauses = children(node.RangeClause as SyntaxNode)
  const bound = (name: string): Expr | undefined => {
    const clause = clauses.find((each) => kind(each) === name)
    return (
      clause && shareConstant(context.lower.expression(clause.Expression as SyntaxNode, context))
    )
  }
  const step = bound('MakeSeriesStepClause')
  if (!step) throw unsupported('"in range()" of make-series', node, context)
  const from = bound('MakeSeriesFromClause')
  const to = bound('MakeSeriesToClause')
  return { step, ...(from && { from }), ...(to && { to }) }
}

/** Rows of the range, summarized by keys and bin; then the bins of each key side by side. */
export function lowerMakeSeries(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): MakeSeries {
  const at = placeOf(node, context)
  const options = list(node.Parameters)
  const nonempty = option(node, 'kind') === 'nonempty'
  if (
    options.some(
      ({ Name }) => Name?.SimpleName !== 'kind' && !Name?.SimpleName?.startsWith('hint.'),
    )
  )
    throw unsupported('an option of make-series', node, context)
  const axisNode = node.OnClause?.Expression as SyntaxNode
  const axis = context.lower.expression(axisNode, context)
  if (!axisTypes.has(axis.type))
    throw unsupported(`make-series on a ${axis.type} axis`, axisNode, context)
  const bounds = boundsOf(node, context)
  const by = list(node.ByClause?.Expressions)
  const keys = by.map((each, index): Output => ({
    name: columns[index]?.name ?? '',
    expr: context.lower.expression(each, context),
  }))
  const { aggregates, inner } = collector(context)
  const given = list(node.Aggregates)
  if (by.length + given.length + 1 !== columns.length)
    throw unsupported('this form of "make-series"', node, context)
  const series = given.map((each, index) => {
    const expr = inner.lower.expression(each.Expression as SyntaxNode, inner)
    if (!seriesTypes.has(expr.type)) throw unsupported(`a series of ${expr.type}`, each, context)
    const fallback = each.DefaultExpression?.Expression
    const otherwise: Expr = fallback
      ? context.lower.expression(fallback, context)
      : { kind: 'literal', type: 'long', value: 0 }
    const name = columns[by.length + index]?.name ?? ''
    return { name, value: column(`$value${index}`, expr.type), otherwise, expr }
  })
  if (context.seen.windows) throw unsupported('a window function in "make-series"', node, context)

  const call = (name: string, args: readonly Expr[], type: KqlType): Expr => ({
    kind: 'call',
    name,
    args,
    type,
    at,
  })
  const { from, to, step } = bounds
  const predicate = [
    call('isnotnull', [axis], 'bool'),
    ...(from ? [call('>=', [axis, from], 'bool')] : []),
    ...(to ? [call('<', [axis, to], 'bool')] : []),
  ].reduce((left, right) => call('and', [left, right], 'bool'))
  const where: Where = { kind: 'where', input, predicate, columns: input.columns }
  const bin = from
    ? call('bin_at', [axis, step, from], axis.type)
    : call('bin', [axis, step], axis.type)
  const outputs: Output[] = [
    ...keys.map(({ name, expr }) => ({ name, expr: column(name, expr.type) })),
    { name: axisName, expr: column(axisName, axis.type) },
    ...series.map(({ value, expr }) => ({ name: value.name, expr })),
  ]
  return {
    kind: 'make-series',
    input: {
      kind: 'summarize',
      input: where,
      keys: [...keys, { name: axisName, expr: bin }],
      aggregates,
      outputs,
      columns: outputs.map(({ name, expr }) => ({ name, type: expr.type })),
    },
    keys: keys.map(({ name, expr }) => column(name, expr.type)),
    series: series.map(({ name, value, otherwise }) => ({ name, value, otherwise })),
    axis: { name: columns.at(-1)?.name ?? '', type: axis.type },
    nonempty,
    ...bounds,
    at,
    columns,
  }
}
