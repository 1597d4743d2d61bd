import type { Declared, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, fail, stateColumn, unsupported } from './context.ts'
import { list, type SyntaxNode, textOf } from './kusto.ts'
import { lowerDefault } from './literal.ts'
import { isSerialized } from './project.ts'

/** One step over rows in order, whose declared columns all get a value: for more, no answers are known to us. */
export function lowerScan(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const [step, ...others] = list(node.Steps)
  const options = [node.OrderByClause, node.PartitionByClause, ...list(node.Parameters), ...others]
  const odd = options.find((each) => each) ?? step?.OptionalKeyword ?? step?.ScanStepOutput
  if (!step || odd)
    throw unsupported(`"${textOf(odd ?? node).slice(0, 40)}" of scan`, odd ?? node, context)
  if (!isSerialized(input)) throw unsupported('scan of rows without an order', node, context)
  const inner = { ...context, step: step.Name?.SimpleName ?? '' }
  const values = new Map(
    list(step.ComputationClause?.Assignments).map((each) => [
      each.Name?.SimpleName ?? '',
      inner.lower.expression(each.Expression as SyntaxNode, inner),
    ]),
  )
  const declared = list(node.DeclareClause?.Declarations).map((each): Declared => {
    const name = each.NameAndType?.Name?.SimpleName ?? ''
    const type = columns.find((column) => column.name === name)?.type
    const initial = each.DefaultValue?.Value
    const value = values.get(name)
    if (!type || !initial || !value)
      throw unsupported(`scan whose "${name}" has no initial value, or gets none`, each, context)
    return { name, type, value, initial: lowerDefault(initial, type, context) }
  })
  const condition = inner.lower.expression(step.Condition as SyntaxNode, inner)
  if (context.seen.windows) throw fail('runtime', 'a window function inside scan', node, context)
  const state = [...input.columns, ...declared].map(({ name }) => stateColumn(name))
  return { kind: 'scan', input, columns, declared, condition, state }
}
