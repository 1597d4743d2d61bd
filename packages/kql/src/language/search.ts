import type { Call, Expr, Output, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import { isNegatedTerm } from './false-alarms.ts'
import { kind, list, option, type SyntaxNode } from './kusto.ts'

/** A filter over the text of all columns, behind which the rows' table is a column, too. */
export function lowerSearch(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const form = option(node, 'kind') === 'case_sensitive' ? '_cs' : ''
  const predicate = condition(node.Condition as SyntaxNode, input.columns, form, context)
  const table = input.kind === 'table' ? input.table : 'search_arg0'
  const source: Expr = { kind: 'literal', type: 'string', value: table }
  const outputs = columns.map((column): Output => {
    const { name } = column
    return { name, expr: name === '$table' ? source : { kind: 'column', ...column } }
  })
  return {
    kind: 'project',
    input: { kind: 'where', input, predicate, columns: input.columns },
    outputs,
    columns,
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
