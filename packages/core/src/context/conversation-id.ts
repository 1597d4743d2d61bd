import { warnOnce } from '../warn-once.ts'

/** Longer than any id that a provider or an application gives. */
const MAX_ID = 256

/** Ids come from databases, forms and browsers: what is no id is not recorded as one. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID ? value : undefined
}

/** What a call carries of a conversation; nothing where none is named, and none where it is no id. */
export function conversationOf(given: unknown): {
  readonly conversationId?: string | undefined
} {
  if (given === undefined || given === null) return {}
  const conversationId = idOf(given)
  if (conversationId === undefined)
    warnOnce(
      `the id of a conversation must be a text of 1 to ${MAX_ID} characters. The calls inside carry none`,
    )
  // Not the outer one either: they are no part of it.
  return { conversationId }
}
