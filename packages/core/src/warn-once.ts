import { diag } from '@opentelemetry/api'

/** The messages are made of our own words, so there are few; the bound is for the case that one is not. */
const MAX_MESSAGES = 100
const said = new Set<string>()

/** Says each message once a process: what is wrong in a program is wrong at every call. */
export function warnOnce(message: string): void {
  if (said.has(message) || said.size >= MAX_MESSAGES) return
  said.add(message)
  diag.warn(`kansoku: ${message}`)
}
