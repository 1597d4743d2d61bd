import type { Call, Expr, Output, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { nullOf } from '../values/convert.ts'
import { type Context, placeOf, unsupported, viewsIn } from './context.ts'
import { isNegatedTerm } from './false-alarms.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { columnsOf, kind, list, option } from './kusto.ts'
import { type Leg, legsOf, unionOf } from './union.ts'

/** A filter over the text of all columns, behind which the rows' table is a column, too. */
export function lowerSearch(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const table = input.kind === 'table' ? input.table : 'search_arg0'
  const source: Expr = { kind: 'literal', type: 'string', value: table }
  const outputs = columns.map((column): Output => {
    const { name } = column
    return { name, expr: name === '$table' ? source : { kind: 'column', ...column } }
  })
  return { kind: 'project', input: matching(node, input, context), outputs, columns }
}

/** `search in (A, B) …`, and without `in` over all tables. */
export function lowerSearchTables(node: SyntaxNode, context: Context): Plan {
  return unionOf(matchingLegs(node, context), columnsOf(node.ResultType), '$table')
}

/** `find in (A, B) where …`: of several tables it packs the columns that they do not share, which is refused. */
export function lowerFind(node: SyntaxNode, context: Context): Plan {
  const columns = columnsOf(node.ResultType)
  const projected = list(node.Project?.Columns)
  const odd = node.ProjectAway ?? projected.find((each) => kind(each) === 'PackExpression')
  if (odd || columns.some(({ name }) => name === 'pack_'))
    throw unsupported('"find" that packs columns (say them with "project")', odd ?? node, context)
  const legs = matchingLegs(node, context)
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const cast = legs
    .flatMap(({ input }) => input.columns)
    .find(({ name, type }) => types.has(name) && types.get(name) !== type)
  if (cast) throw unsupported(`"find" that converts the column "${cast.name}"`, node, context)
  return unionOf(legs, columns, option(node, 'withsource') ?? 'source_')
}

function matchingLegs(node: SyntaxNode, context: Context): readonly Leg[] {
  return tablesOf(node, context).map(({ name, input }) => {
    const found = matching(node, input, { ...context, columns: input.columns })
    return name === undefined ? { input: found } : { name, input: found }
  })
}

function tablesOf(node: SyntaxNode, context: Context): Leg[] {
  if (node.InClause) return list(node.InClause.Expressions).flatMap((each) => legsOf(each, context))
  const views = viewsIn(context.scope)
  const tables = Object.entries(context.workspace.tables).map(([table, columns]): Leg => ({
    name: table,
    input: { kind: 'table', table, columns },
  }))
  return [...tables, ...Array.from(views, ([name, rows]): Leg => ({ name, input: rows() }))]
}

/** The rows that the condition finds. A table without a column that it names has none there. */
function matching(node: SyntaxNode, input: Plan, context: Context): Plan {
  const form = option(node, 'kind') === 'case_sensitive' ? '_cs' : ''
  const found = condition(node.Condition as SyntaxNode, input.columns, form, context)
  const predicate = withoutMissing(found, input.columns, node, context)
  return { kind: 'where', input, predicate, columns: input.columns }
}

/** Tests that may hold although their column is not there: what they are then is not known. */
const isOpen = (name: string): boolean => /^!|^not$|null$|empty$|^<>$/u.test(name)

function withoutMissing(
  expr: Expr,
  columns: readonly KqlColumn[],
  node: SyntaxNode,
  context: Context,
): Expr {
  const within = (each: Expr): Expr => withoutMissing(each, columns, node, context)
  switch (expr.kind) {
    case 'column':
      return columns.some(({ name, type }) => name === expr.name && type === expr.type)
        ? expr
        : { kind: 'literal', type: expr.type, value: nullOf(expr.type) }
    case 'call': {
      const args = expr.args.map(within)
      if (isOpen(expr.name) && args.some((arg, index) => arg !== expr.args[index]))
        throw unsupported('a negation on a column that some of the tables have not', node, context)
      return args.every((arg, index) => arg === expr.args[index]) ? expr : { ...expr, args }
    }
    case 'member': {
      const target = within(expr.target)
      return target === expr.target ? expr : { ...expr, target }
    }
    case 'in-table': {
      const left = within(expr.left)
      return left === expr.left ? expr : { ...expr, left }
    }
    case 'literal':
    case 'dynamic':
    case 'shared':
    case 'to-scalar':
      return expr
    default:
      return expr satisfies never
  }
}

function condition(
  node: SyntaxNode,
  columns: readonly KqlColumn[],
  form: string,
  context: Context,
): Expr {
  const lower = (child: SyntaxNode | undefined): Expr =>
    condition(child as SyntaxNode, columns, form, context)
  switch (kind(node)) {
    case 'ParenthesizedExpression':
      return lower(node.Expression)
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return inAny(columns, node, node, form, context)
    case 'FunctionCallExpression':
      if (!isNegatedTerm(node)) break
      return test('not', list(node.ArgumentList?.Expressions).map(lower), node, context)
    case 'BinaryExpression': {
      const operator = node.Operator?.Text ?? ''
      if (operator === 'and' || operator === 'or')
        return test(operator, [lower(node.Left), lower(node.Right)], node, context)
      if (operator !== ':') break
      const { Left: left, Right: term } = node as { Left: SyntaxNode; Right: SyntaxNode }
      return kind(left) === 'StarExpression'
        ? inAny(columns, term, node, form, context)
        : inOne(context.lower.expression(left, context), term, node, form, context)
    }
    default:
  }
  return context.lower.expression(node, context)
}

const test = (name: string, args: readonly Expr[], node: SyntaxNode, context: Context): Call => ({
  kind: 'call',
  name,
  args,
  type: 'bool',
  at: placeOf(node, context),
})

function inAny(
  columns: readonly KqlColumn[],
  term: SyntaxNode,
  node: SyntaxNode,
  form: string,
  context: Context,
): Expr {
  return columns
    .map((column): Expr => inOne({ kind: 'column', ...column }, term, node, form, context))
    .reduce((found, each) => test('or', [found, each], node, context))
}

function inOne(
  value: Expr,
  term: SyntaxNode,
  node: SyntaxNode,
  form: string,
  context: Context,
): Expr {
  if (typeof term.LiteralValue !== 'string')
    throw unsupported('a search for something else than text', term, context)
  const [, before = '', text = '', after = ''] = /^(\*?)(.*?)(\*?)$/su.exec(term.LiteralValue) ?? []
  if (text.includes('*')) throw unsupported('"*" inside a search term', term, context)
  return test(
    `${operators[`${before}|${after}`]}${form}`,
    [value, { kind: 'literal', type: 'string', value: text }],
    node,
    context,
  )
}

/** Where the term has a `*`, it need not stand as a word of its own there. */
const operators: Readonly<Record<string, string>> = {
  '|': 'has',
  '|*': 'hasprefix',
  '*|': 'hassuffix',
  '*|*': 'contains',
}
