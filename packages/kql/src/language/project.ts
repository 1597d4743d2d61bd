import type { Expr, Output, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { constructName, type Context, fail, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list, symbolKind } from './kusto.ts'
import { markPhantoms } from './phantoms.ts'
import { isTuple, tupleItems } from './tuple.ts'
import { withWeeks } from './weeks.ts'

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

/** `x = …` has one name, `(a, b) = …` has several. */
function namesOf(node: SyntaxNode): readonly string[] {
  if (isNamed(node)) return [node.Name?.SimpleName ?? '']
  if (kind(node) !== 'CompoundNamedExpression') return []
  return list((node.Names as SyntaxNode | undefined)?.Names).map(
    ({ SimpleName }) => SimpleName ?? '',
  )
}

const valueOf = (node: SyntaxNode): SyntaxNode =>
  isNamed(node) || kind(node) === 'CompoundNamedExpression' ? (node.Expression as SyntaxNode) : node

interface Outputs {
  readonly outputs: readonly Output[]
  /** Results without a name of their own: the analyser adds columns for them, the engine does not. */
  readonly phantoms: readonly string[]
}

/** One expression, with the names that the analyser has found where it has none. */
function outputsOf(node: SyntaxNode, names: Take, context: Context, extra: Take = names): Outputs {
  const value = valueOf(node)
  const own = namesOf(node)
  if (!isTuple(value)) {
    if (own.length > 1) throw unsupported('several names for one value', node, context)
    const [name = ''] = own.length > 0 ? own : names(1)
    return { outputs: [{ name, expr: context.lower.expression(value, context) }], phantoms: [] }
  }
  const items = tupleItems(value, context)
  if (kind(node) === 'CompoundNamedExpression' && own.length < items.length)
    throw unsupported('fewer names than the function has results', node, context)
  const given = own.length > 0 ? own : names(items.length)
  return {
    outputs: given
      .slice(0, items.length)
      .map((name, index) => ({ name, expr: items[index] as Expr })),
    phantoms: isNamed(node) ? extra(items.length - 1) : [],
  }
}

/** Hands out names in order. */
type Take = (count: number) => readonly string[]
function taker(all: readonly string[]): { readonly take: Take; readonly left: () => number } {
  let next = 0
  return {
    take: (count) => {
      next += count
      return all.slice(next - count, next)
    },
    left: () => all.length - next,
  }
}

/** The outputs of an `extend`. Unnamed expressions take the analyser's new names in order. */
function extensions(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Outputs {
  const expressions = list(node.Expressions)
  const given = new Set<string>([
    ...input.columns.map(({ name }) => name),
    ...expressions.flatMap(namesOf),
  ])
  const fresh = taker(columns.map(({ name }) => name).filter((name) => !given.has(name)))
  const found = expressions
    // A bare column is there already.
    .filter((each) => namesOf(each).length > 0 || symbolKind(each) !== 'ColumnSymbol')
    .map((each) => outputsOf(each, fresh.take, context))
  if (fresh.left() !== 0)
    throw unsupported('an expression without a name of its own in "extend"', node, context)
  return {
    outputs: found.flatMap(({ outputs }) => outputs),
    phantoms: found.flatMap(({ phantoms }) => phantoms),
  }
}

function extended(
  { outputs, phantoms }: Outputs,
  columns: readonly KqlColumn[],
): { readonly outputs: readonly Output[]; readonly columns: readonly KqlColumn[] } {
  const added = new Map(outputs.map((output) => [output.name, output]))
  const real = columns.filter(({ name }) => !phantoms.includes(name))
  const all = real.map((column) => added.get(column.name) ?? keep(column))
  return {
    outputs: all,
    columns: real.map((column, index) => withWeeks(column, (all[index] as Output).expr)),
  }
}

export function lowerExtend(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const added = extensions(node, input, columns, context)
  const all = extended(added, columns)
  return markPhantoms(projection(node, input, all.outputs, all.columns, context), added.phantoms)
}

export function lowerSerialize(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const added = extensions(node, input, columns, context)
  return markPhantoms({ kind: 'windowed', input, ...extended(added, columns) }, added.phantoms)
}

/** The outputs of a `project` or `print`, whose columns stand in the order of the expressions. */
export function projected(
  node: SyntaxNode,
  columns: readonly KqlColumn[],
  context: Context,
): Outputs & { readonly columns: readonly KqlColumn[] } {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const names = taker(columns.map(({ name }) => name))
  // `print` has no columns for results without a name.
  const extra: Take = kind(node) === 'PrintOperator' ? () => [] : names.take
  const found = list(node.Expressions).map((each) => {
    const own = namesOf(each).length
    if (own === 0) return outputsOf(each, names.take, context)
    const given = names.take(own)
    const { outputs, phantoms } = outputsOf(each, names.take, context, extra)
    return { outputs: outputs.map(({ expr }, at) => ({ name: given[at] ?? '', expr })), phantoms }
  })
  const outputs = found.flatMap((each) => each.outputs)
  if (names.left() !== 0 || outputs.some(({ name }) => !types.has(name)))
    throw unsupported(`this form of "${constructName(node)}"`, node, context)
  return {
    outputs,
    phantoms: found.flatMap(({ phantoms }) => phantoms),
    columns: outputs.map(({ name, expr }) =>
      withWeeks({ name, type: types.get(name) ?? expr.type }, expr),
    ),
  }
}

export function lowerProject(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const all = projected(node, columns, context)
  return markPhantoms(projection(node, input, all.outputs, all.columns, context), all.phantoms)
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
