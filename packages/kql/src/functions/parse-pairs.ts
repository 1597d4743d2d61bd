import type { PairFormat } from '../ast.ts'
import { groupCount, patternOf } from './pattern.ts'
import { refuse, type Site } from './site.ts'

type Format = PairFormat & { readonly kind: 'delimited' }
type Pairs = ReadonlyMap<string, string>

/** Finds the pairs of a text, in the way that the query says. */
export function pairFinder(format: PairFormat, site: Site): (text: string) => Pairs {
  if (format.kind === 'delimited') return (text) => pairsOf(text, format)
  const pattern = patternOf(site, format.pattern, 'g')
  if (groupCount(pattern) !== 2)
    throw refuse(site, 'runtime', 'parse-kv needs a regular expression of two groups')
  return (text) => {
    const pairs = new Map<string, string>()
    for (const [, key = '', value = ''] of text.matchAll(pattern))
      if (!pairs.has(key.trim())) pairs.set(key.trim(), value.trim())
    return pairs
  }
}

/** `a=1;b='x;y'` as pairs. The first of several with one key counts; blanks around keys and values do not. */
function pairsOf(text: string, format: Format): Pairs {
  const pairs = new Map<string, string>()
  let at = 0
  while (at < text.length) {
    const key = item(text, at, [format.keyDelimiter, format.pairDelimiter], format)
    at = key.end + (key.stoppedBy?.length ?? 0)
    // A piece without the delimiter of keys is no pair.
    if (key.stoppedBy !== format.keyDelimiter) continue
    const value = item(text, at, [format.pairDelimiter], format)
    at = value.end + (value.stoppedBy?.length ?? 0)
    if (!pairs.has(key.text)) pairs.set(key.text, value.text)
  }
  return pairs
}

interface Item {
  readonly text: string
  readonly end: number
  readonly stoppedBy: string | undefined
}

/** Up to the first delimiter that stands outside quotes; quotes count where the item begins with one. */
function item(text: string, from: number, delimiters: readonly string[], format: Format): Item {
  const quoted = format.quotes && quotedItem(text, from, format.quotes, format.escape)
  let end = quoted?.end ?? from
  while (end < text.length) {
    const stoppedBy = delimiters.find((each) => text.startsWith(each, end))
    if (stoppedBy !== undefined)
      return { text: quoted?.text ?? text.slice(from, end).trim(), end, stoppedBy }
    end += 1
  }
  return { text: quoted?.text ?? text.slice(from, end).trim(), end, stoppedBy: undefined }
}

function quotedItem(
  text: string,
  from: number,
  [open, close]: readonly [string, string],
  escape: string | undefined,
): { readonly text: string; readonly end: number } | undefined {
  let at = from
  while (text[at] === ' ') at += 1
  if (text[at] !== open) return undefined
  let value = ''
  for (at += 1; at < text.length; at++) {
    if (escape !== undefined && text.startsWith(escape, at) && at + escape.length < text.length) {
      at += escape.length
      value += text.charAt(at)
    } else if (text[at] === close) return { text: value, end: at + 1 }
    else value += text.charAt(at)
  }
  return undefined
}
