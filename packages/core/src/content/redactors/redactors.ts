import type { Redactor } from '../content-policy.ts'
import { findCards } from './card.ts'
import { findEmails } from './email.ts'
import { findMyNumbers } from './my-number.ts'
import { findPhones } from './phone.ts'
import { replacing } from './replace.ts'
import { findSecrets } from './secrets.ts'

const email = replacing('[email]', findEmails)
const phone = replacing('[phone]', findPhones)
const card = replacing('[card]', findCards)
const secret = replacing('[secret]', findSecrets)
const myNumber = replacing('[my number]', findMyNumbers)

/** Secrets first: a token may hold what looks like a number. The most exact of the numbers before the others. */
const ALL = [secret, email, card, myNumber, phone]

/**
 * Ready redactors, in time proportional to the text. They find what has a form: no names, no addresses. Order numbers,
 * dates, versions and prices stay; digits in full width (１２３) are found.
 *
 * @example
 * ```ts
 * const contentPolicy = { capture: 'SPAN_ONLY', redact: [redactors.email, redactors.secret] }
 * ```
 */
export const redactors: RedactorSet = {
  /** Mail addresses → `[email]`. */
  email,
  /** Telephone numbers of Japan and North America, and any that begins with `+` → `[phone]`. */
  phone,
  /** Numbers of payment cards, their check digit right → `[card]`. */
  card,
  /** API keys, tokens, passwords, connection strings, private keys → `[secret]`; the name before them stays. */
  secret,
  /** My Numbers (個人番号), their check digit right → `[my number]`. */
  myNumber,
  /** All of these. */
  all: (text, place) => ALL.reduce((rest, redact) => redact(rest, place) ?? '', text),
}

/** The names of {@link redactors}. */
export type RedactorName = 'email' | 'phone' | 'card' | 'secret' | 'myNumber' | 'all'
/** The ready redactors by their names. */
export type RedactorSet = Readonly<Record<RedactorName, Redactor>>
