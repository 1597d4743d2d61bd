import { dynamicText } from '../values/convert.ts'
import { Decimal } from '../values/decimal.ts'
import type { Dynamic } from '../values/dynamic.ts'
import type { Long } from '../values/number.ts'
import { constantPattern } from './pattern.ts'
import { searchFunctions } from './search.ts'
import { type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

const points = (text: string): string[] => Array.from(text)

/** Each character of the first list becomes that at its place in the second, whose last one serves for the rest. */
function translate(from: string, to: string, text: string): string {
  const [wanted, given] = [points(from), points(to)]
  const table = new Map(
    wanted.map((char, at) => [char, given[at] ?? given.at(-1) ?? '']).toReversed() as [
      string,
      string,
    ][],
  )
  return points(text)
    .map((char) => table.get(char) ?? char)
    .join('')
}

/** One replacement after the other. */
function replaceAll(text: string, wanted: Dynamic, by: Dynamic): string | null {
  if (!Array.isArray(wanted) || !Array.isArray(by)) return null
  return (wanted as readonly Dynamic[]).reduce<string>((done, each, at) => {
    const find = dynamicText(each)
    return find === ''
      ? done
      : done.replaceAll(find, () => dynamicText((by as readonly Dynamic[])[at] ?? ''))
  }, text)
}

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

const quoted = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/gu, String.raw`\$&`)

const partDigits = 8
/** Up to four numbers of up to eight digits, side by side in one decimal. */
function versionOf(text: string): Decimal | null {
  const parts = text.split('.')
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/u.test(part))) return null
  const padded = [0, 1, 2, 3].map((at) => (parts[at] ?? '').padStart(partDigits, '0'))
  return new Decimal(BigInt(padded.join('')), 0)
}

const assertion: Make = (site) => {
  const [condition] = site.constants
  if (!condition) throw refuse(site, 'runtime', 'assert() of something else than a constant')
  if (condition.value !== true)
    throw refuse(site, 'runtime', `assert() has failed: ${String(site.constants[1]?.value)}`)
  return () => true
}

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** In the greatest unit of which there is one whole, or in the one asked for. Whether zeros end it is not documented. */
const formatBytes: Make = (site) =>
  strict(['real', 'long', 'string'], (size: number, precision: Long = 0, unit = '') => {
    const power = byteUnits.findLastIndex((_, at) => size >= 1024 ** at)
    const index = unit === '' ? Math.max(0, power) : byteUnits.findIndex((each) => each === unit)
    const places = Number(precision)
    if (index < 0 || !(size >= 0) || places < 0 || places > 15)
      throw refuse(site, 'unsupported', `${site.name}() of this size, precision or unit`)
    const text = (size / 1024 ** index).toFixed(places)
    if (places > 0 && text.endsWith('0'))
      throw refuse(site, 'unsupported', `${site.name}() of a number that ends in zeros`)
    return `${text} ${byteUnits[index]}`
  })(site)

const hasTerm = searchFunctions['has'] as Make

/** The place of the first item that is a term of the text. */
const anyIndex: Make = (site) => {
  const has = hasTerm({ ...site, types: ['string', 'string'], constants: [undefined, undefined] })
  return strict(['string', 'dynamic'], (text: string, items: Dynamic) =>
    Array.isArray(items) ? items.findIndex((item) => has(text, dynamicText(item))) : null,
  )(site)
}

export const moreTextFunctions: FunctionTable = {
  translate: strict(['string'], translate),
  replace_strings: strict(['string', 'dynamic', 'dynamic'], replaceAll),
  indexof: indexOf,
  indexof_regex: indexOfRegex,
  regex_quote: strict(['string'], quoted),
  format_bytes: formatBytes,
  has_any_index: anyIndex,
  assert: assertion,
  parse_version: strict(['string'], versionOf),
}
