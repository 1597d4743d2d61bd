import { canBeEmpty, type Edge, hasLabel, type Pattern } from './tree.ts'

/** One character or a class of them. A RegExp exists of the whole, so the syntax is known to be right. */
const SET = /\[(?:\\.|[^\]\\])*\]|\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|c[A-Za-z]|0[0-7]{0,2}|.)|./sy
const SET_UNICODE =
  /\[(?:\\.|[^\]\\])*\]|\\(?:x[\dA-Fa-f]{2}|u\{[\dA-Fa-f]+\}|u[Dd][89ABab][\dA-Fa-f]{2}\\u[Dd][C-Fc-f][\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[Pp]\{[^}]*\}|c[A-Za-z]|.)|./suy
const QUANTIFIER = /(?:[*+?]|\{(?<min>\d+)(?<more>,(?<max>\d*))?\})(?<lazy>\??)/y
const EDGE = /\^|\$|\\[bB]/y
const GROUP = /\((?:\?(?::|<(?<name>[^=!>][^>]*)>|(?<other><?[=!]|[ims-])))?/y

const MAX_SOURCE = 10_000
const MAX_DEPTH = 50

/** What looks around, by how it begins. */
const REFUSED = new Map([
  ['=', 'a lookahead, (?=…)'],
  ['!', 'a negative lookahead, (?!…)'],
  ['<=', 'a lookbehind, (?<=…)'],
  ['<!', 'a negative lookbehind, (?<!…)'],
])

/**
 * Reads the source of a RegExp. Other capturing groups than `label` only group.
 *
 * @throws TypeError that names what a linear engine cannot do: looking around, references back, loops over nothing.
 */
export function parsePattern(source: string, unicode: boolean): Pattern {
  if (source.length > MAX_SOURCE)
    throw new TypeError(`has more than ${MAX_SOURCE.toLocaleString('en')} characters`)
  const set = unicode ? SET_UNICODE : SET
  let at = 0
  let depth = 0

  const take = (token: RegExp): RegExpExecArray | undefined => {
    token.lastIndex = at
    const found = token.exec(source) ?? undefined
    if (found) at += found[0].length
    return found
  }

  const choice = (): Pattern => {
    const parts = [sequence()]
    for (; source[at] === '|'; parts.push(sequence())) at += 1
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts }
  }

  const sequence = (): Pattern => {
    const parts: Pattern[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated())
    // V8 lets some of these through, where only alternatives may share a name.
    if (parts.filter(hasLabel).length > 1) throw new TypeError('has two groups label in a row')
    return { kind: 'sequence', parts }
  }

  const repeated = (): Pattern => {
    const start = at
    const inner = single()
    const found = take(QUANTIFIER)
    if (!found) return inner
    const { lazy, max, min, more } = found.groups ?? {}
    const [least = 0, most = 0] = {
      '*': [0, Infinity],
      '+': [1, Infinity],
      '?': [0, 1],
    }[found[0][0] ?? ''] ?? [Number(min), more ? Number(max || Infinity) : Number(min)]
    // An engine that backtracks has rules of its own for a round that takes nothing where none is due.
    if (least !== most && canBeEmpty(inner))
      throw new TypeError(
        `repeats what can match nothing, ${source.slice(start, at)}: let its inside take at least one character`,
      )
    return { kind: 'loop', inner, min: least, max: most, lazy: lazy === '?' }
  }

  const single = (): Pattern => {
    const edge = take(EDGE)
    if (edge) return { kind: 'edge', at: edge[0] as Edge }
    if (source[at] === '(') return group()
    if (source[at] === '\\' && /[1-9k]/.test(source[at + 1] ?? ''))
      throw new TypeError(`has a reference back, ${source.slice(at, at + 2)}`)
    // `\c` without a letter is a backslash, before a `c` of its own.
    if (!unicode && source.startsWith('\\c', at) && !/[A-Za-z]/.test(source[at + 2] ?? '')) {
      at += 1
      return { kind: 'set', source: '\\\\' }
    }
    return { kind: 'set', source: take(set)?.[0] ?? '' }
  }

  const group = (): Pattern => {
    const { name, other } = take(GROUP)?.groups ?? {}
    if (other !== undefined)
      throw new TypeError(`has ${REFUSED.get(other) ?? 'flags inside, (?i:…)'}`)
    depth += 1
    if (depth > MAX_DEPTH) throw new TypeError(`nests groups deeper than ${MAX_DEPTH}`)
    const inner = choice()
    depth -= 1
    at += 1
    if (name !== 'label') return inner
    if (hasLabel(inner)) throw new TypeError('has a group label inside a group label')
    return { kind: 'label', inner }
  }

  return choice()
}
