import type { Declared, Expr, Plan, ScanStep } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { nullOf } from '../values/convert.ts'
import { type Context, fail, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { children, list, option, textOf } from './kusto.ts'
import { lowerDefault } from './literal.ts'
import { isSerialized } from './project.ts'

/** Rows whose order is that of their making. */
const isOrdered = (plan: Plan): boolean =>
  plan.kind === 'range' ||
  isSerialized(plan) ||
  ((plan.kind === 'project' || plan.kind === 'where') && isOrdered(plan.input))

/** Rows in order; each is looked at by every step, from the last one to the first. */
export function lowerScan(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const steps = list(node.Steps)
  const matchId = option(node, 'with_match_id')
  const parameters = list(node.Parameters).filter(
    ({ Name }) => Name?.SimpleName !== 'with_match_id',
  )
  const odd = [node.OrderByClause, node.PartitionByClause, ...parameters].find((each) => each)
  if (odd || steps.length === 0)
    throw unsupported(`"${textOf(odd ?? node).slice(0, 40)}" of scan`, odd ?? node, context)
  if (!isOrdered(input)) throw unsupported('scan of rows without an order', node, context)
  const declared = list(node.DeclareClause?.Declarations).map((each) =>
    declaration(each, columns, context),
  )
  const names = steps.map(({ Name }) => Name?.SimpleName ?? '')
  return {
    kind: 'scan',
    input,
    columns,
    declared,
    steps: steps.map((step, index) => {
      // The state of a step holds those before it, and none behind it.
      const inner = { ...context, steps: new Set(names.slice(0, index + 1)) }
      return lowerStep(step, names[index] ?? '', declared, inner)
    }),
    ...(matchId !== undefined && { matchId }),
  }
}

function declaration(node: SyntaxNode, columns: readonly KqlColumn[], context: Context): Declared {
  const name = node.NameAndType?.Name?.SimpleName ?? ''
  const type = columns.find((column) => column.name === name)?.type
  const initial = node.DefaultValue?.Value
  if (!type) throw unsupported(`the column "${name}" of scan`, node, context)
  return {
    name,
    type,
    initial: initial ? lowerDefault(initial, type, context) : nothing(type),
  }
}

const nothing = (type: KqlType): Expr => ({ kind: 'literal', type, value: nullOf(type) })

function lowerStep(
  node: SyntaxNode,
  name: string,
  declared: readonly Declared[],
  context: Context,
): ScanStep {
  const values = new Map(
    list(node.ComputationClause?.Assignments).map((each) => [
      each.Name?.SimpleName ?? '',
      context.lower.expression(each.Expression as SyntaxNode, context),
    ]),
  )
  const condition = context.lower.expression(node.Condition as SyntaxNode, context)
  if (context.seen.windows) throw fail('runtime', 'a window function inside scan', node, context)
  return {
    name,
    condition,
    values: declared.map((each) => values.get(each.name)),
    output: outputOf(node, context),
  }
}

/** `output=all` is what a step without it has; which row is the last of a series is not documented to the row. */
function outputOf(node: SyntaxNode, context: Context): boolean {
  if (!node.ScanStepOutput) return true
  const word = children(node.ScanStepOutput).at(-1)
  const text = textOf(node.ScanStepOutput).replace(/\s/gu, '')
  if (text === 'output=all') return true
  if (text === 'output=none') return false
  throw unsupported(`"${textOf(node.ScanStepOutput)}" of scan`, word ?? node, context)
}
