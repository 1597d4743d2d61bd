import { canRunAway } from './runaway.ts'
import { type Site, constantOf, refuse } from './site.ts'

/**
 * RE2's syntax as JavaScript's, flag `u`. What JavaScript would read differently is refused: a pattern that means
 * something else would be a silent wrong answer.
 */
function translate(pattern: string): { source: string; flags: string } | undefined {
  let source = pattern
  let flags = ''
  const inline = /^\(\?([imsU]+)\)/u.exec(source)
  if (inline) {
    source = source.slice(inline[0].length)
    for (const flag of inline[1] ?? '') {
      // `U` swaps greedy and lazy, which JavaScript cannot.
      if (flag === 'U') return undefined
      flags += flag
    }
  }
  let out = ''
  let inClass = false
  for (let index = 0; index < source.length; index++) {
    const char = source[index] as string
    if (char === '\\') {
      const next = source[++index]
      if (next === undefined) return undefined
      out += escape(next, inClass)
      continue
    }
    if (inClass) {
      if (char === '[' && source[index + 1] === ':') return undefined
      if (char === ']') inClass = false
      out += char === '[' ? '\\[' : char
      continue
    }
    if (char === '[') {
      inClass = true
      out += char
      // A bracket that stands first is a member.
      if (source[index + 1] === '^') out += source[++index]
      if (source[index + 1] === ']') {
        out += '\\]'
        index++
      }
      continue
    }
    if (source.startsWith('(?P<', index)) {
      out += '(?<'
      index += 3
      continue
    }
    if (char === '{' && !/^\{\d+(?:,\d*)?\}/u.test(source.slice(index))) {
      out += '\\{'
      continue
    }
    if (char === '}' && !/\{\d+(?:,\d*)?$/u.test(source.slice(0, index))) {
      out += '\\}'
      continue
    }
    if (char === ']') {
      out += '\\]'
      continue
    }
    out += char
  }
  return { source: out, flags }
}

const escapes: Readonly<Record<string, readonly [outside: string, inside: string]>> = {
  d: ['\\p{Nd}', '\\p{Nd}'],
  D: ['\\P{Nd}', '\\P{Nd}'],
  A: ['(?<![^])', ''],
  z: ['(?![^])', ''],
  a: ['\\x07', '\\x07'],
}

function escape(next: string, inClass: boolean): string {
  const known = escapes[next]
  if (known) return known[inClass ? 1 : 0]
  if (/[A-Za-z0-9]/u.test(next)) return `\\${next}`
  // With flag `u` only syntax characters may be escaped.
  return /[\^$\\.*+?()[\]{}|/-]/u.test(next) && (next !== '-' || inClass) ? `\\${next}` : next
}

function compiledPattern(pattern: string, flags: string): RegExp | undefined {
  // RE2 has no backreferences; JavaScript would take them.
  if (/(?<!\\)(?:\\\\)*\\(?:\d|k<)/u.test(pattern)) return undefined
  const translated = translate(pattern)
  try {
    return translated && new RegExp(translated.source, `u${flags}${translated.flags}`)
  } catch {
    return undefined
  }
}

/** Compiles a pattern; refuses what RE2 or JavaScript does not take, and what could run away. */
export function patternOf(site: Site, pattern: string, flags = ''): RegExp {
  if (/\(\?(?:[=!]|<[=!])/u.test(pattern)) {
    throw refuse(site, 'runtime', 'lookaround in a regular expression (RE2 has none)')
  }
  const compiled = compiledPattern(pattern, flags)
  if (!compiled) {
    throw refuse(site, 'unsupported', `the regular expression ${JSON.stringify(pattern)}`)
  }
  if (canRunAway(compiled)) {
    throw refuse(
      site,
      'unsupported',
      `the regular expression ${JSON.stringify(pattern)}, which can take exponential time here: ` +
        'a repetition in it can match one text in several ways',
    )
  }
  return compiled
}

/** The pattern argument, compiled once; it has to be constant, as a rule it is. */
export function constantPattern(site: Site, index: number, flags = ''): RegExp {
  return patternOf(site, String(constantOf(site, index, 'a regular expression')), flags)
}

/** How many groups the pattern captures. */
export function groupCount(pattern: RegExp): number {
  return (
    (new RegExp(`${pattern.source}|`, pattern.flags.replace('g', '')).exec('')?.length ?? 1) - 1
  )
}

/** `\1` is a group, `$` is literal. */
export function replacement(text: string): (match: string, ...rest: unknown[]) => string {
  const parts = text.split(/\\(\d)/u)
  return (match, ...rest) =>
    parts
      .map((part, index) => {
        if (index % 2 === 0) return part
        const group = part === '0' ? match : rest[Number(part) - 1]
        return typeof group === 'string' ? group : ''
      })
      .join('')
}
