import { notice } from './notice.ts'

let total = 0
let said = 0
let reason = ''

/**
 * Counts what is lost for good, and says so on stderr the first time and whenever ten times as much is lost: an endpoint
 * that refuses everything must not fill the log.
 */
export function reportLoss(count: number, why: string): void {
  total += count
  reason = why
  if (said === 0 || total >= said * 10) sayLosses()
}

/** The last word, where more has been lost than was said. */
export function sayLosses(): void {
  if (total === said) return
  said = total
  notice(
    `up to ${total} spans and log records could not be delivered and are not on disk either (${reason}).`,
  )
}
