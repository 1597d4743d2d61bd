import type { Output, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, fail, unsupported } from './context.ts'
import { kind, list, symbolKind, type SyntaxNode } from './kusto.ts'

const keep = ({ name, type }: KqlColumn, from = name): Output => ({
  name,
  expr: { kind: 'column', name: from, type },
})

/** Operators that hand on the order of a `sort` or `serialize`; all others lose it. */
export function isSerialized(plan: Plan): boolean {
  switch (plan.kind) {
    case 'sort':
    case 'windowed':
      return true
    case 'where':
    case 'project':
    case 'take':
    case 'mv-expand':
    case 'parse':
    case 'materialized':
      return isSerialized(plan.input)
    default:
      return false
  }
}

/** A projection, or a windowed one when an expression looks at neighbouring rows. */
function projection(
  node: SyntaxNode,
  input: Plan,
  outputs: readonly Output[],
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  if (!context.seen.windows) return { kind: 'project', input, outputs, columns }
  if (!isSerialized(input)) {
    throw fail(
      'runtime',
      'window functions need serialized rows: put "serialize" or "sort" before',
      node,
      context,
    )
  }
  return { kind: 'windowed', input, outputs, columns }
}

const isNamed = (node: SyntaxNode): boolean => kind(node) === 'SimpleNamedExpression'

/** The names of an `extend`, each with its expression. Unnamed expressions take the analyser's new names in order. */
function extensions(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Map<string, Output> {
  const expressions = list(node.Expressions)
  const given = new Set<string | undefined>([
    ...input.columns.map(({ name }) => name),
    ...expressions.filter(isNamed).map(({ Name }) => Name?.SimpleName),
  ])
  const fresh = columns.filter(({ name }) => !given.has(name))
  const unnamed = expressions.filter(
    (each) => !isNamed(each) && symbolKind(each) !== 'ColumnSymbol',
  )
  if (
    unnamed.length !== fresh.length ||
    expressions.some((each) => kind(each) === 'CompoundNamedExpression')
  ) {
    throw unsupported('an expression without a name of its own in "extend"', node, context)
  }
  const outputs = new Map<string, Output>()
  for (const each of expressions) {
    const name = isNamed(each) ? each.Name?.SimpleName : undefined
    if (name) outputs.set(name, { name, expr: context.lower.expression(each, context) })
  }
  unnamed.forEach((each, index) => {
    const name = fresh[index]?.name ?? ''
    outputs.set(name, { name, expr: context.lower.expression(each, context) })
  })
  return outputs
}

export function lowerExtend(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const added = extensions(node, input, columns, context)
  const outputs = columns.map((column) => added.get(column.name) ?? keep(column))
  return projection(node, input, outputs, columns, context)
}

export function lowerSerialize(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const added = extensions(node, input, columns, context)
  const outputs = columns.map((column) => added.get(column.name) ?? keep(column))
  return { kind: 'windowed', input, outputs, columns }
}

export function lowerProject(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const expressions = list(node.Expressions)
  const odd = expressions.find((each) => kind(each) === 'CompoundNamedExpression')
  if (odd || expressions.length !== columns.length) {
    throw unsupported('several names for one expression in "project"', odd ?? node, context)
  }
  const outputs = expressions.map((each, index) => ({
    name: columns[index]?.name ?? '',
    expr: context.lower.expression(each, context),
  }))
  return projection(node, input, outputs, columns, context)
}

/** `project-away`, `-keep`, `-reorder`: the analyser has resolved wildcards and order. */
export function lowerSelection(
  _node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
): Plan {
  return { kind: 'project', input, outputs: columns.map((column) => keep(column)), columns }
}

export function lowerRename(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const renamed = new Map<string, string>()
  for (const each of list(node.Expressions)) {
    if (!isNamed(each)) throw unsupported('this form of "project-rename"', each, context)
    renamed.set(each.Name?.SimpleName ?? '', each.Expression?.ReferencedSymbol?.Name ?? '')
  }
  const outputs = columns.map((column) => keep(column, renamed.get(column.name)))
  return { kind: 'project', input, outputs, columns }
}

export function lowerDistinct(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const expressions = list(node.Expressions)
  const star = expressions.some((each) => kind(each) === 'StarExpression')
  if (!star && expressions.length !== columns.length)
    throw unsupported('this form of "distinct"', node, context)
  const keys = columns.map((column, index) =>
    star
      ? keep(column)
      : {
          name: column.name,
          expr: context.lower.expression(expressions[index] as SyntaxNode, context),
        },
  )
  return {
    kind: 'summarize',
    input,
    keys,
    aggregates: [],
    outputs: columns.map((each) => keep(each)),
    columns,
  }
}
