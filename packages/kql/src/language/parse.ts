import type { PairFormat, ParseStep, Plan } from '../ast.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { type Context, placeOf, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list, option, textOf } from './kusto.ts'

const modes = ['simple', 'relaxed', 'regex'] as const

/** `parse` and `parse-where`, in the three kinds that they share. */
export function lowerParse(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const asked = option(node, 'kind') ?? 'simple'
  const mode = modes.find((each) => each === asked)
  if (mode === undefined) throw unsupported(`parse kind=${asked}`, node, context)
  const steps = list(node.Patterns).map((each) => step(each, columns, context))
  const unclear = steps.findIndex(
    (each, index) => each.kind === 'skip' && steps[index + 1]?.kind === 'capture',
  )
  if (unclear >= 0) throw unsupported('a capture right behind "*" in "parse"', node, context)
  // The analyser gives two columns of one name, and what the engine does is not known to us.
  const taken = steps.find(
    (each) => each.kind === 'capture' && input.columns.some(({ name }) => name === each.name),
  )
  if (taken) throw unsupported('a capture named as a column that exists, in "parse"', node, context)
  return {
    kind: 'parse',
    input,
    columns,
    source: context.lower.expression(node.Expression as SyntaxNode, context),
    steps,
    mode,
    flags: option(node, 'flags') ?? '',
    onlyMatches: kind(node) === 'ParseWhereOperator',
    at: placeOf(node, context),
  }
}

function step(node: SyntaxNode, columns: readonly KqlColumn[], context: Context): ParseStep {
  switch (kind(node)) {
    case 'StarExpression':
      return { kind: 'skip' }
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return { kind: 'text', text: String(node.LiteralValue) }
    case 'NameDeclaration':
      return { kind: 'capture', name: node.SimpleName ?? '', type: 'string' }
    case 'NameAndTypeDeclaration': {
      const name = node.Name?.SimpleName ?? ''
      return { kind: 'capture', name, type: typeOfColumn(name, columns) }
    }
    default:
      throw unsupported(`"${textOf(node)}" in "parse"`, node, context)
  }
}

const typeOfColumn = (name: string, columns: readonly KqlColumn[]): KqlType =>
  columns.find((column) => column.name === name)?.type ?? 'string'

export function lowerParseKv(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const options = new Map(
    list(node.WithClause?.Properties).map((each) => [
      each.Name?.SimpleName,
      each.Expression as SyntaxNode,
    ]),
  )
  const take = (name: string): string | undefined => {
    const value = options.get(name)?.LiteralValue
    options.delete(name)
    return typeof value === 'string' ? value : undefined
  }
  const format = pairFormat(take)
  // Without delimiters every character that is no letter is one: the documentation does not tell it to the letter.
  if (!format || options.size > 0)
    throw unsupported(
      '"parse-kv" without pair_delimiter and kv_delimiter, or regex, or with other options than these, quote and escape',
      node,
      context,
    )
  return {
    kind: 'parse-kv',
    input,
    columns,
    source: context.lower.expression(node.Expression as SyntaxNode, context),
    keys: list(node.Keys?.Columns).map((each) => {
      const name = each.Name?.SimpleName ?? ''
      return { name, type: typeOfColumn(name, columns) }
    }),
    format,
    at: placeOf(node, context),
  }
}

function pairFormat(take: (name: string) => string | undefined): PairFormat | undefined {
  const pattern = take('regex')
  if (pattern !== undefined) return { kind: 'regex', pattern }
  const pairDelimiter = take('pair_delimiter')
  const keyDelimiter = take('kv_delimiter')
  const quote = take('quote')
  const escape = take('escape')
  if (!pairDelimiter || !keyDelimiter || quote === '' || (quote?.length ?? 0) > 2) return undefined
  return {
    kind: 'delimited',
    pairDelimiter,
    keyDelimiter,
    ...(quote !== undefined && { quotes: [quote.charAt(0), quote.at(-1) as string] as const }),
    ...(escape !== undefined && escape !== '' && { escape }),
  }
}
