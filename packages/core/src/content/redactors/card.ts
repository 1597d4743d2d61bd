import { digitsOf, type Finder, matching, where } from './replace.ts'

/** The groups in which cards are printed, or none; the same gap between all of them. */
const CARD =
  /(?<!\w)(?<!\d[-.,])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -]?)\d{6}\2\d{4,5})(?!\w|[-.,]\d)/g

/** Issuers by their first digits, with the lengths that they use: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay. */
const ISSUERS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d{2})\d{12}|62\d{14,17})$/

/** Numbers of payment cards: an issuer's first digits, the printed groups, and the check digit right. */
export const findCards: Finder = where(
  /\d{4}/,
  matching(CARD, (match) => {
    const digits = digitsOf(match)
    return ISSUERS.test(digits) && passesLuhn(digits)
  }),
)

/** ISO/IEC 7812-1, annex B: every second digit from the right counts double, its digits added. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
