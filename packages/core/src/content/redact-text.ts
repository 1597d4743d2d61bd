import { warnOnce } from '../warn-once.ts'
import type { ContentPlace, Redactor } from './content-policy.ts'

/** Stands for a text that a redactor left out. */
export const REDACTED = '[redacted]'
/** Stands for a text whose redactor failed: what it would have taken out is not known. */
export const REDACTION_FAILED = '[redaction failed]'

/** The text after all redactors, in their order. Never throws. */
export function redactText(
  redactors: readonly Redactor[],
  text: string,
  place: ContentPlace,
): string {
  let redacted = text
  for (const redactor of redactors) {
    const next = run(redactor, redacted, place)
    if (next === undefined) return REDACTED
    if (next === REDACTION_FAILED) return next
    redacted = next
  }
  return redacted
}

function run(redactor: Redactor, text: string, place: ContentPlace): string | undefined {
  try {
    const answer: unknown = redactor(text, place)
    if (answer === undefined || typeof answer === 'string') return answer
    // An async one, against its type: its rejection would end the process.
    if (answer instanceof Promise) answer.catch(() => undefined)
    return failed(`gave no text but ${answer === null ? 'null' : typeof answer}`)
  } catch (error) {
    // Not its message, which may quote the text.
    return failed(`threw ${error instanceof Error ? error.constructor.name : typeof error}`)
  }
}

function failed(how: string): string {
  warnOnce(
    `a redactor of the content policy ${how}: what it was given is left out, and counted in llmops.content.redaction_failed. A redactor takes a text and answers at once with a text, or undefined to leave it out`,
  )
  return REDACTION_FAILED
}
