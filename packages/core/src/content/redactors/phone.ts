import { anyOf, digitsOf, type Finder, type Found, matching, where } from './replace.ts'

/** What stands between the groups of a number: a hyphen of any script, a full stop, or a space. */
const GAP = '[-‐‑‒–—―−ーｰ. ]'
/** Not inside of another number, a word or a version; right after what says that it is one: `TEL03-1234-5678`. */
const BEFORE =
  '(?:(?<![\\w+])(?<!\\d[-‐−ー.,])|(?<=[Tt][Ee][Ll]|[Ff][Aa][Xx]|[Pp][Hh][Oo][Nn][Ee]))'
const AFTER = '(?!\\d|[-‐−ー.]\\w|_)'

const pattern = (body: string): RegExp => new RegExp(`${BEFORE}(?:${body})${AFTER}`, 'g')

/** What `+81 90-1234-5678` and `+1 (415) 555-0132` begin with. */
const PLUS = /(?<![\w+])\+(?=[1-9])/g
const GROUP = new RegExp(`${GAP}{0,2}\\(?(\\d{1,15})\\)?`, 'y')

/**
 * Numbers with their `+`: group by group as far as E.164's 15 digits go, since a date or the next number may follow.
 * Without gaps at least ten digits, as `+1234567` is as well a sum.
 */
const findInternational: Finder = (text) => {
  const found: Found[] = []
  for (const { index } of text.matchAll(PLUS)) {
    let digits = 0
    let groups = 0
    let end = index
    GROUP.lastIndex = index + 1
    for (let group = GROUP.exec(text); group; group = GROUP.exec(text)) {
      digits += group[1]?.length ?? 0
      if (digits > 15) break
      groups += 1
      if (digits >= (groups === 1 ? 10 : 8)) end = GROUP.lastIndex
    }
    if (end > index && !/\d/.test(text.charAt(end))) found.push([index, end])
  }
  return found
}

/** 090-1234-5678, 09012345678: mobile, IP and pager numbers, the only ones without gaps that are told by themselves. */
const MOBILE = pattern(`0[5789]0${GAP}?\\d{4}${GAP}?\\d{4}`)

/** 03-1234-5678, 045-123-4567, 0123-45-6789, (03) 1234-5678, 03(1234)5678: Japan, in its three groups. */
const JAPANESE = pattern(`\\(?0\\d{1,4}\\)?${GAP}{0,2}\\(?\\d{1,4}\\)?${GAP}?\\d{4}`)

/** 0120-123-456, 0800-123-4567, 0570-123-456: numbers that are free, or shared. */
const SERVICE = pattern(`0(?:120|800|570|990)${GAP}\\d{2,4}${GAP}\\d{3,4}`)

/** (415) 555-0132, 415-555-0132, 1-415-555-0132: North America, where no group begins with 0 or 1. */
const NORTH_AMERICAN = pattern(
  `(?:1${GAP})?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[-.])[2-9]\\d{2}[-.]\\d{4}`,
)

/** Ten digits, in groups: otherwise any number of ten digits would be one. */
function isJapanese(match: string): boolean {
  const digits = digitsOf(match)
  return digits.length === 10 && /\D/.test(match) && /^0[1-9]/.test(digits)
}

/** Telephone numbers of Japan and North America as they are written there, and any number with its `+`. */
export const findPhones: Finder = where(
  /\d{2}/,
  anyOf([
    findInternational,
    matching(MOBILE),
    matching(JAPANESE, isJapanese),
    matching(SERVICE),
    matching(NORTH_AMERICAN),
  ]),
)
