/* oxlint-disable typescript/no-misused-spread -- Kusto counts code points, which is what spreading gives */
import { createHash } from 'node:crypto'

import { conversion, dynamicText } from '../values/convert.ts'
import type { Long } from '../values/number.ts'
import { constantPattern, groupCount, patternOf, replacement } from './pattern.ts'
import { constantOf, type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

const text = (run: (s: string) => unknown): Make => strict(['string'], run)

/** Most texts hold no surrogate, and then code units are code points. */
// oxlint-disable-next-line require-unicode-regexp -- code units are what is looked for
const hasSurrogates = (s: string): boolean => /[\ud800-\udfff]/.test(s)
const codePoints = (s: string): string[] | string => (hasSurrogates(s) ? [...s] : s)
const join = (s: string[] | string): string => (typeof s === 'string' ? s : s.join(''))

/** Counts from the end when negative; a start before the beginning gives nothing. */
function substring(s: string, start: Long, length?: Long): string {
  const points = codePoints(s)
  const from = Number(start) < 0 ? points.length + Number(start) : Number(start)
  if (from < 0) return ''
  const size = length === undefined ? points.length : Number(length)
  return size <= 0 ? '' : join(points.slice(from, from + size))
}

/** Overlapping matches of text, not of patterns. */
const countOf: Make = (site) => {
  const kind = site.types.length > 2 ? constantOf(site, 2, 'a kind') : 'normal'
  if (kind === 'regex') {
    const pattern = constantPattern(site, 1, 'g')
    return strict(['string', 'any', 'any'], (s: string) => [...s.matchAll(pattern)].length)(site)
  }
  return strict(['string', 'string', 'any'], (s: string, wanted: string) => {
    if (wanted === '') return null
    let count = 0
    for (let at = s.indexOf(wanted); at >= 0; at = s.indexOf(wanted, at + 1)) count++
    return count
  })(site)
}

/** With an index: a one-element array, or null. */
function split(s: string, delimiter: string, index?: Long): string[] | null {
  const parts = delimiter === '' ? [s] : s.split(delimiter)
  if (index === undefined) return parts
  const at = Number(index) < 0 ? parts.length + Number(index) : Number(index)
  const part = parts[at]
  return part === undefined ? null : [part]
}

const concat: Make = (site) => {
  const convert = site.types.map((type) => conversion(type, 'string'))
  return (...args) => args.map((arg, index) => convert[index]?.(arg) as string).join('')
}

const concatDelimited: Make = (site) => {
  const convert = site.types.map((type) => conversion(type, 'string'))
  return (delimiter, ...args) =>
    args.map((arg, index) => convert[index + 1]?.(arg) as string).join(delimiter as string)
}

const replaceText = (s: string, wanted: string, by: string): string =>
  wanted === '' ? s : s.replaceAll(wanted, () => by)

const replaceRegex: Make = (site) => {
  const pattern = constantPattern(site, 1, 'g')
  return strict(['string', 'any', 'string'], (s: string, _pattern: string, by: string) =>
    s.replace(pattern, replacement(by)),
  )(site)
}
/** The old `replace(regex, by, text)`. */
const replaceOld: Make = (site) => {
  const pattern = constantPattern(site, 0, 'g')
  return strict(['any', 'string', 'string'], (_pattern: string, by: string, s: string) =>
    s.replace(pattern, replacement(by)),
  )(site)
}

/** One match per side goes, not all of them. */
const trim =
  (start: boolean, end: boolean): Make =>
  (site) => {
    const pattern = String(constantOf(site, 0, 'a pattern'))
    const head = patternOf(site, `^(?:${pattern})`)
    const tail = patternOf(site, `(?:${pattern})$`)
    return strict(['any', 'string'], (_pattern: string, s: string) => {
      const rest = start ? s.replace(head, '') : s
      return end ? rest.replace(tail, '') : rest
    })(site)
  }

/** Without a match `''`; with a type the text is converted, and nothing is null. */
const extract: Make = (site) => {
  const pattern = constantPattern(site, 0)
  const convert = conversion('string', site.type)
  const nothing = site.types.length > 3 ? null : ''
  return strict(['any', 'long', 'string', 'any'], (_pattern: string, group: Long, s: string) => {
    const found = pattern.exec(s)?.[Number(group)]
    return found === undefined ? nothing : convert(found)
  })(site)
}

/** One group gives a flat array, several give arrays of arrays. */
const extractAll: Make = (site) => {
  const pattern = constantPattern(site, 0, 'g')
  const groups = groupCount(pattern)
  if (groups === 0)
    throw refuse(site, 'runtime', 'extract_all() needs a pattern with a capture group')
  const chosen = chosenGroups(site) ?? Array.from({ length: groups }, (_, index) => index + 1)
  return (...args) => {
    const s = conversion(site.types.at(-1) ?? 'string', 'string')(args.at(-1)) as string
    const found = [...s.matchAll(pattern)].map((match) => {
      const captures = chosen.map((group) => match[group] ?? '')
      return captures.length === 1 ? captures[0] : captures
    })
    return found.length > 0 ? found : null
  }
}

/** `extract_all(pattern, dynamic([1, 2]), text)`. Groups by name are refused: their order in the answer is not known. */
function chosenGroups(site: Site): readonly number[] | undefined {
  if (site.types.length < 3) return undefined
  const groups = constantOf(site, 1, 'groups')
  if (Array.isArray(groups) && groups.length > 1 && groups.every(Number.isInteger))
    return groups as number[]
  throw refuse(site, 'unsupported', 'extract_all() with these groups')
}

const joinArray = strict(['dynamic', 'string'], (array: unknown, delimiter: string) =>
  Array.isArray(array) ? array.map(dynamicText).join(delimiter) : '',
)

const hash =
  (algorithm: string): Make =>
  (site) => {
    const convert = conversion(site.types[0] ?? 'string', 'string')
    return (value) =>
      createHash(algorithm)
        .update(convert(value) as string)
        .digest('hex')
  }

export const textFunctions: FunctionTable = {
  strlen: text((s) => (hasSurrogates(s) ? [...s].length : s.length)),
  string_size: text((s) => Buffer.byteLength(s)),
  toupper: text((s) =>
    [...s]
      .map((char) => (char.toUpperCase().length === char.length ? char.toUpperCase() : char))
      .join(''),
  ),
  tolower: text((s) => s.toLowerCase()),
  reverse: text((s) => [...s].toReversed().join('')),
  isascii: text((s) => !/[^\p{ASCII}]/u.test(s)),
  substring: strict(['string', 'long', 'long'], substring),
  countof: countOf,
  split: strict(['string', 'string', 'long'], split),
  strcat: concat,
  strcat_delim: concatDelimited,
  strcat_array: joinArray,
  array_strcat: joinArray,
  strrep: strict(['string', 'long', 'string'], (s: string, count: Long, delimiter = '') =>
    Array.from({ length: Math.max(0, Number(count)) }, () => s).join(delimiter),
  ),
  strcmp: strict(['string', 'string'], (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)),
  replace_string: strict(['string', 'string', 'string'], replaceText),
  replace_regex: replaceRegex,
  replace: replaceOld,
  trim: trim(true, true),
  trim_start: trim(true, false),
  trim_end: trim(false, true),
  extract,
  extract_all: extractAll,
  extractall: extractAll,
  base64_encode_tostring: text((s) => Buffer.from(s).toString('base64')),
  base64_encodestring: text((s) => Buffer.from(s).toString('base64')),
  hash_md5: hash('md5'),
  hash_sha1: hash('sha1'),
  hash_sha256: hash('sha256'),
}
