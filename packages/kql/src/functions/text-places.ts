import { dynamicText } from '../values/convert.ts'
import type { Dynamic } from '../values/dynamic.ts'
import type { Long } from '../values/number.ts'
import { constantPattern } from './pattern.ts'
import { searchFunctions } from './search.ts'
import { type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

const points = (text: string): string[] => Array.from(text)

/**
 * Where a search may look: from `start` (counted from the end if negative) over `length` places, or to the end for -1.
 * Undefined when an argument is out of its range.
 */
export function rangeOf(
  size: number,
  start: Long,
  length: Long,
): { from: number; to: number } | undefined {
  const from = Number(start) < 0 ? Math.max(0, size + Number(start)) : Number(start)
  const count = Number(length)
  if (count < -1) return undefined
  return { from, to: count === -1 ? size : Math.min(size, from + count) }
}

/**
 * The n-th of the places where matches begin. Whether the length counts from the start or from the match before is
 * not documented: where it matters there is no answer.
 */
export function nthPlace(
  site: Site,
  places: (to: number) => readonly number[],
  { to, size, nth }: { readonly to: number; readonly size: number; readonly nth: number },
): number {
  const found = places(to)[nth - 1] ?? -1
  if (nth > 1 && found < 0 && to < size && places(size)[nth - 1] !== undefined)
    throw refuse(site, 'unsupported', `${site.name}() with a length and an occurrence beyond it`)
  return found
}

/** The n-th match of a text, whole inside the range; an empty text is nowhere. */
const indexOf: Make = (site) =>
  strict(
    ['string', 'string', 'long', 'long', 'long'],
    (text: string, wanted: string, start: Long = 0, length: Long = -1, nth: Long = 1) => {
      const [all, find] = [points(text), points(wanted)]
      const range = rangeOf(all.length, start, length)
      if (!range || find.length === 0 || nth < 1) return null
      const places = (to: number): number[] =>
        Array.from(
          { length: Math.max(0, to - find.length - range.from + 1) },
          (_, at) => range.from + at,
        ).filter((at) => find.every((char, index) => all[at + index] === char))
      return nthPlace(site, places, { to: range.to, size: all.length, nth: Number(nth) })
    },
  )(site)

/** Matches do not overlap. A negative start has no answer. */
const indexOfRegex: Make = (site) => {
  const pattern = constantPattern(site, 1, 'g')
  return strict(
    ['string', 'any', 'long', 'long', 'long'],
    (text: string, _pattern: string, start: Long = 0, length: Long = -1, nth: Long = 1) => {
      const all = points(text)
      const range = rangeOf(all.length, start, length)
      if (!range || start < 0 || nth < 1) return null
      const places = (to: number): number[] => {
        const searched = all.slice(range.from, to).join('')
        return Array.from(
          searched.matchAll(pattern),
          ({ index }) => range.from + points(searched.slice(0, index)).length,
        )
      }
      return nthPlace(site, places, { to: range.to, size: all.length, nth: Number(nth) })
    },
  )(site)
}

const hasTerm = searchFunctions['has'] as Make

/** The place of the first item that is a term of the text. */
const anyIndex: Make = (site) => {
  const has = hasTerm({ ...site, types: ['string', 'string'], constants: [undefined, undefined] })
  return strict(['string', 'dynamic'], (text: string, items: Dynamic) =>
    Array.isArray(items) ? items.findIndex((item) => has(text, dynamicText(item))) : null,
  )(site)
}

export const textPlaceFunctions: FunctionTable = {
  indexof: indexOf,
  indexof_regex: indexOfRegex,
  has_any_index: anyIndex,
}
