import type { Redactor } from '../content-policy.ts'

/** Where something was found, in UTF-16 units, the end exclusive. */
export type Found = readonly [start: number, end: number]

/** Finds what has to go, in their order and apart from each other. Takes time in proportion to the text. */
export type Finder = (text: string) => Iterable<Found>

const FULL_WIDTH = /[\uFF01-\uFF5E\u3000]/
const ALL_FULL_WIDTH = /[\uFF01-\uFF5E\u3000]/g

/** A redactor that puts `placeholder` for each thing found, also where it is written full-width: １２３, ＠. */
export function replacing(placeholder: string, find: Finder): Redactor {
  return (text) => {
    let kept = ''
    let from = 0
    for (const [start, end] of find(halfWidth(text))) {
      kept += text.slice(from, start) + placeholder
      from = end
    }
    return from === 0 ? text : kept + text.slice(from)
  }
}

/** The same text with half-width forms, unit by unit, so that every place stays where it was. */
function halfWidth(text: string): string {
  if (!FULL_WIDTH.test(text)) return text
  return text.replaceAll(ALL_FULL_WIDTH, (wide) =>
    wide === '\u3000' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  )
}

/**
 * Everything that a pattern matches, and a further look agrees to. What it does not agree to is looked through again from
 * its second character, as another find may begin inside; for a pattern whose matches have no bound, it is passed over.
 */
export function matching(
  pattern: RegExp,
  agrees: (match: string) => boolean = () => true,
  refused: 'again' | 'passed over' = 'again',
): Finder {
  return (text) => {
    const found: Found[] = []
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const end = pattern.lastIndex
      if (agrees(match[0])) found.push([match.index, end])
      else if (refused === 'again') pattern.lastIndex = match.index + 1
    }
    return found
  }
}

const NOTHING: readonly Found[] = []

/**
 * The finder, for texts that have what none of its finds is without. Most texts have not, and a pattern that begins with
 * a look behind costs ten times as much as a few fixed letters.
 */
export function where(hint: RegExp, find: Finder): Finder {
  return (text) => (hint.test(text) ? find(text) : NOTHING)
}

/** What any of several finders finds; of two that overlap, the one that begins first, and with it the longer. */
export function anyOf(finders: readonly Finder[]): Finder {
  return (text) => {
    const all = finders.flatMap((find) => [...find(text)])
    all.sort(([a, endA], [b, endB]) => a - b || endB - endA)
    const apart: [start: number, end: number][] = []
    for (const [start, end] of all) {
      const last = apart.at(-1)
      if (last && start < last[1]) last[1] = Math.max(last[1], end)
      else apart.push([start, end])
    }
    return apart
  }
}

/** The digits of a text, and nothing else of it. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}
