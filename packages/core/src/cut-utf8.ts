const encoder = new TextEncoder()
const MARK = '…'
const MARK_BYTES = encoder.encode(MARK).length

/**
 * The text in at most `bytes` bytes of UTF-8, with a mark at the end where something was cut.
 * No character is cut in two: `encodeInto` writes whole code points only.
 */
export function cutUtf8(text: string, bytes: number): string {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= bytes) return text
  if (encoder.encodeInto(text, new Uint8Array(bytes)).read === text.length) return text
  const { read } = encoder.encodeInto(text, new Uint8Array(Math.max(0, bytes - MARK_BYTES)))
  return text.slice(0, read) + MARK
}
