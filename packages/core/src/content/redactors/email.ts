import type { Finder } from './replace.ts'

/** RFC 5321, 4.5.3.1: the longest local part, domain and label. */
const MAX_LOCAL = 64
const MAX_DOMAIN = 255
const LOCAL = /[\w.!#$%&'*+/=?^`{|}~-]/
const DOMAIN = /[A-Za-z0-9.-]/
const VALID_DOMAIN =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,10}(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{1,59})$/

/**
 * Mail addresses, found from their `@`, and from there at most 64 characters back and 255 ahead: a pattern that starts
 * anywhere would read a long line again from each of its characters.
 */
export const findEmails: Finder = function* (text) {
  let free = 0
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const start = back(text, at, Math.max(free, at - MAX_LOCAL))
    const end = domainEnd(text, at + 1)
    if (start === at || end === undefined) continue
    yield [start, end]
    free = end
  }
}

function back(text: string, at: number, limit: number): number {
  let start = at
  while (start > limit && LOCAL.test(text.charAt(start - 1))) start -= 1
  // Punctuation before an address is no part of it, though the standard would have it.
  while (start < at && !/\w/.test(text.charAt(start))) start += 1
  return start
}

/** The longest end at which the text is a domain: a full stop or a hyphen after it belongs to the sentence. */
function domainEnd(text: string, from: number): number | undefined {
  let end = from
  while (end - from < MAX_DOMAIN && DOMAIN.test(text.charAt(end))) end += 1
  while (end > from && !/[A-Za-z0-9]/.test(text.charAt(end - 1))) end -= 1
  const domain = text.slice(from, end)
  if (VALID_DOMAIN.test(domain)) return end
  // `alice@example.com.Then`, `alice@example.com-2`: what still is a domain, without its last label.
  const cut = Math.max(domain.lastIndexOf('.'), domain.lastIndexOf('-'))
  return cut > 0 && VALID_DOMAIN.test(domain.slice(0, cut)) ? from + cut : undefined
}
