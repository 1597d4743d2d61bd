/** A regular expression as far as its loops and character sets go; anchors are empty. */
export type Tree =
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'loop'; readonly inner: Tree; readonly min: number; readonly max: number }

const nothing: Tree = { kind: 'sequence', parts: [] }
const quantifier = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/u
const groupStart = /^\((?:\?(?::|<[^>]*>))?/u
const anchor = /^(?:[\^$]|\\[bB])/u
const atom =
  /^(?:\\[pPux]\{[^}]*\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\c[a-z]|\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^])/iu

function repeated(inner: Tree, [, sign, low, comma, high]: RegExpExecArray): Tree {
  if (sign !== undefined)
    return {
      kind: 'loop',
      inner,
      min: sign === '+' ? 1 : 0,
      max: sign === '?' ? 1 : Number.POSITIVE_INFINITY,
    }
  const min = Number(low)
  const max = comma === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high)
  return { kind: 'loop', inner, min, max }
}

/** Reads the source of a RegExp with flag `u` that JavaScript has accepted. */
export function patternTree(source: string): Tree {
  let rest = source
  const take = (found: RegExpExecArray | null): string => {
    const text = found?.[0] ?? ''
    rest = rest.slice(text.length)
    return text
  }
  const more = (): boolean => rest !== '' && !rest.startsWith('|') && !rest.startsWith(')')
  const piece = (): Tree => {
    if (take(anchor.exec(rest)) !== '') return nothing
    if (!rest.startsWith('(')) return { kind: 'set', source: take(atom.exec(rest)) }
    take(groupStart.exec(rest))
    const inner = choice()
    rest = rest.slice(1)
    return inner
  }
  const sequence = (): Tree => {
    const parts: Tree[] = []
    while (more()) {
      const part = piece()
      const found = quantifier.exec(rest)
      take(found)
      parts.push(found ? repeated(part, found) : part)
    }
    return { kind: 'sequence', parts }
  }
  const choice = (): Tree => {
    const parts = [sequence()]
    while (rest.startsWith('|')) {
      rest = rest.slice(1)
      parts.push(sequence())
    }
    return parts.length === 1 ? (parts[0] as Tree) : { kind: 'choice', parts }
  }
  return choice()
}
