import { wellFormed } from '../../well-formed.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Characters that an editor does not show, or takes for the end of a line; but a newline. */
const INVISIBLE = /(?!\n)[\p{Cc}\u2028\u2029\ufeff]/u
const INVISIBLES = new RegExp(INVISIBLE, 'gu')

/** What stands between the quotes of a string: `${` would begin an expression. */
export function escaped(text: string): string {
  return wellFormed(text)
    .replaceAll(/[\\'\n\r\t]/g, (character) => ESCAPES[character] ?? character)
    .replaceAll('${', '\\${')
    .replaceAll(INVISIBLES, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
}

/**
 * A text as a Bicep string: verbatim on its lines where it has several, so that a query can be read. A verbatim string
 * cannot hold its own quotes, and a carriage return may get lost in it.
 */
export function bicepText(given: string): string {
  const text = wellFormed(given)
  const verbatim = text.includes('\n') && !/''|'$/.test(text) && !INVISIBLE.test(text)
  return verbatim ? `'''\n${text}'''` : `'${escaped(text)}'`
}
