import { anyOf, digitsOf, type Finder, matching, where } from './replace.ts'

/** What stands between the groups of a number: a hyphen of any script, a full stop, or a space. */
const GAP = '[-‐‑‒–—―−ーｰ. ]'
const BEFORE = '(?<![\\w.+\\-‐−ー])'
const AFTER = '(?!\\d|[-‐−ー.]\\d|[A-Za-z_])'

const pattern = (body: string): RegExp => new RegExp(`${BEFORE}(?:${body})${AFTER}`, 'g')

/**
 * `+81 90-1234-5678`, `+1 (415) 555-0132`: E.164 allows 15 digits, the first not 0. Without gaps at least ten, since
 * `+1234567` is as well a sum.
 */
const INTERNATIONAL = pattern(
  `\\+[1-9]\\d{9,14}|\\+[1-9]\\d{0,2}(?:${GAP}{0,2}\\(?\\d{1,5}\\)?){2,6}`,
)

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

function isInternational(match: string): boolean {
  const { length } = digitsOf(match)
  return length >= (/^.\d+$/.test(match) ? 10 : 8) && length <= 15
}

/** Ten digits, in groups: otherwise any number of ten digits would be one. */
function isJapanese(match: string): boolean {
  const digits = digitsOf(match)
  return digits.length === 10 && /\D/.test(match) && /^0[1-9]/.test(digits)
}

/** Telephone numbers of Japan and North America as they are written there, and any number with its `+`. */
export const findPhones: Finder = where(
  /\d{2}/,
  anyOf([
    matching(INTERNATIONAL, isInternational),
    matching(MOBILE),
    matching(JAPANESE, isJapanese),
    matching(SERVICE),
    matching(NORTH_AMERICAN),
  ]),
)
