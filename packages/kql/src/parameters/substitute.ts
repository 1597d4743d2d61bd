import { KqlError } from '../error.ts'
import { positionOf } from '../position.ts'
import { isTimeRange, type KqlParameters, literalOf } from './parameter.ts'

/** Comments and strings of KQL, and a parameter such as `{TimeRange:start}`. */
const PIECES =
  /\/\/[^\n]*|```[^]*?```|~~~[^]*?~~~|[hH]?@"(?:[^"]|"")*"|[hH]?@'(?:[^']|'')*'|[hH]?"(?:[^"\\\n]|\\.)*"|[hH]?'(?:[^'\\\n]|\\.)*'|\{[A-Za-z_]\w*(?::[a-z]+)?\}/g

/**
 * Puts the values of a workbook's parameters into a query, before it is parsed. Outside of strings a value becomes a
 * literal; inside of one its text, with the string's own way of quoting: no value can end the string or become code.
 *
 * @throws KqlError with the place of a parameter that has no value, or none of that form
 */
export function substitute(query: string, parameters: KqlParameters): string {
  return query.replaceAll(PIECES, (piece, offset: number) => {
    if (piece.startsWith('//')) return piece
    if (!piece.startsWith('{')) return withinString(piece, offset, query, parameters)
    const { name, form } = split(piece)
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    const known = Object.keys(parameters).join(', ') || 'none'
    if (value === undefined)
      throw wrong(`there is no parameter {${name}}, but: ${known}`, piece, offset, query)
    const literal = literalOf(value, form)
    if (literal === undefined)
      throw wrong(`the parameter {${name}} has no form ":${form}"`, piece, offset, query)
    return literal
  })
}

function split(piece: string): { readonly name: string; readonly form: string } {
  const [name = '', form = ''] = piece.slice(1, -1).split(':')
  return { name, form }
}

/** Only what is a parameter: braces are common in strings, as in regular expressions. */
function withinString(
  text: string,
  offset: number,
  query: string,
  parameters: KqlParameters,
): string {
  return text.replaceAll(/\{[A-Za-z_]\w*(?::[a-z]+)?\}/g, (piece, at: number) => {
    const { name } = split(piece)
    if (!Object.hasOwn(parameters, name)) return piece
    const value = parameters[name] as KqlParameters[string]
    if (typeof value === 'object' && (Array.isArray(value) || isTimeRange(value)))
      throw wrong(
        `the parameter {${name}} is no single value, a string cannot hold it`,
        piece,
        offset + at,
        query,
      )
    return quoted(value instanceof Date ? value.toISOString() : String(value), text)
  })
}

/** As the string around it quotes: doubled in a verbatim one, with a backslash in a plain one. */
function quoted(value: string, string: string): string {
  const [, verbatim = '', quote = ''] = /^[hH]?(@?)(["'`~])/.exec(string) ?? []
  if (quote === '`' || quote === '~') {
    // Nothing can be escaped there.
    return value.replaceAll(quote, '')
  }
  if (verbatim) return value.replaceAll(quote, quote + quote)
  return JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")
}

function wrong(message: string, piece: string, offset: number, query: string): KqlError {
  const at = positionOf(query, offset, piece.length)
  return new KqlError('semantic', `${message}, line ${at.line}, column ${at.column}`, at)
}
