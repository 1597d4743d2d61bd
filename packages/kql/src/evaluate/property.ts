import type { Expr } from '../ast.ts'
import { searchFunctions } from '../functions/search.ts'
import type { Property } from '../source/source.ts'

/**
 * The text of a property travels as a column of its own, where the source has it: an operator asks its input for
 * `propertyName(column, key)`, and an input that does not have it gives the column. No name in KQL holds a NUL.
 */
export const propertyName = ({ column, key }: Property): string => `${column}\0${key}`

export function propertyOf(name: string): Property | undefined {
  const end = name.indexOf('\0')
  return end < 0 ? undefined : { column: name.slice(0, end), key: name.slice(end + 1) }
}

/** Names that a plan has by itself: columns in place of their properties. */
export const withoutProperties = (need: Iterable<string>): Set<string> =>
  new Set(Array.from(need, (name) => propertyOf(name)?.column ?? name))

/**
 * Functions of one dynamic value that answer for a text in it as they answer for the text itself, and for nothing as for
 * an empty text.
 */
const ofText: ReadonlySet<string> = new Set([
  'tostring',
  'toint',
  'tolong',
  'toreal',
  'todouble',
  'tobool',
  'toboolean',
  'todatetime',
  'totimespan',
  'totime',
  'toguid',
  'isempty',
  'isnotempty',
  'notempty',
])

/** `column["key"]` of a column of the input. */
export function memberRead(expr: Expr | undefined): Property | undefined {
  if (expr?.kind !== 'member' || expr.target.kind !== 'column') return undefined
  const { key, target } = expr
  return key.kind === 'literal' && typeof key.value === 'string'
    ? { column: target.name, key: key.value }
    : undefined
}

/** The property of which a function needs no more than the text. */
export function propertyRead(expr: Expr): Property | undefined {
  if (expr.kind !== 'call') return undefined
  const alone = expr.args.length === 1 && ofText.has(expr.name)
  return alone || (expr.args.length > 1 && Object.hasOwn(searchFunctions, expr.name))
    ? memberRead(expr.args[0])
    : undefined
}
