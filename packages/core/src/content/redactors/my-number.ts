import { anyOf, digitsOf, type Finder, matching, where } from './replace.ts'

const BARE = /(?<!\w)(?<!\d[-.,])\d{12}(?!\w|[-.,]\d)/g
/** Three groups, and not three of a longer row of them, which is a card's number or an account. */
const GROUPED =
  /(?<!\w)(?<!\d[-.,])(?<!\d{4} )\d{4}([ -])\d{4}\1\d{4}(?!\w|[-.,]\d| \d{4}(?![\d-]))/g

/** 202611242304: a minute, written without gaps. One My Number in some 10,000 looks like it, and is missed. */
const MINUTE = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/

/**
 * My Numbers (個人番号) of Japan: twelve digits, bare or in groups of four, the check digit right. One of eleven other
 * numbers of twelve digits has the right one by chance, and goes as well.
 */
export const findMyNumbers: Finder = where(
  /\d{4}/,
  anyOf([matching(BARE, isMyNumber), matching(GROUPED, isMyNumber)]),
)

/** Ministerial ordinance 85 of 2014, article 5: weights 2 to 7, then 2 to 6, from the right, the check digit aside. */
function passesCheck(digits: string): boolean {
  let sum = 0
  for (let place = 1; place <= 11; place++)
    sum += Number(digits.charAt(11 - place)) * (place <= 6 ? place + 1 : place - 5)
  const remainder = sum % 11
  return Number(digits.charAt(11)) === (remainder <= 1 ? 0 : 11 - remainder)
}

function isMyNumber(match: string): boolean {
  return !MINUTE.test(match) && passesCheck(digitsOf(match))
}
