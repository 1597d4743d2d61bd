/** The exporter cuts a message here (`FIFTEEN_BIT` in its `types.ts`), as Breeze would. */
const MAX_CHARACTERS = 32_768

/**
 * Bytes of a piece as JSON. Azure has answered 400 to an item of more than 65,536, and whether it counts characters or bytes
 * nobody says: 8 KiB are left for the envelope around the piece. Japanese reaches this limit before the other.
 */
const MAX_JSON_BYTES = 57_344

/**
 * A text in pieces that each fit into the message of one row. Put together they are the text; no code point is cut in two.
 * Characters as people see them may be: nobody reads a piece by itself.
 *
 * @param text without lone surrogates
 */
export function chunkText(text: string): string[] {
  const chunks: string[] = []
  let from = 0
  while (from < text.length) {
    const chunk = firstChunk(text, from)
    chunks.push(chunk)
    from += chunk.length
  }
  return chunks
}

function firstChunk(text: string, from: number): string {
  let length = MAX_CHARACTERS
  for (;;) {
    const chunk = text.slice(from, betweenCodePoints(text, from + length))
    const bytes = Buffer.byteLength(JSON.stringify(chunk))
    if (bytes <= MAX_JSON_BYTES) return chunk
    // Nearly always right at once. A code point takes at most twelve bytes, so that there is an end to it.
    length = Math.floor((chunk.length * MAX_JSON_BYTES) / bytes) - 1
  }
}

function betweenCodePoints(text: string, at: number): number {
  return isHighSurrogate(text.charCodeAt(at - 1)) && at < text.length ? at - 1 : at
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
