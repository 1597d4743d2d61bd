const encoder = new TextEncoder()

/** Bytes of the text in UTF-8. `Buffer` where there is one: it counts without writing. */
export function utf8Length(text: string): number {
  return typeof Buffer === 'undefined' ? encoder.encode(text).length : Buffer.byteLength(text)
}

/** ES2024, in every Node that is supported, but not yet in the compiler's library. */
interface WellFormed {
  isWellFormed(): boolean
  toWellFormed(): string
}

/** The text with U+FFFD for half a surrogate pair. */
export function wellFormed(text: string): string {
  const checked = text as unknown as WellFormed
  return checked.isWellFormed() ? text : checked.toWellFormed()
}
