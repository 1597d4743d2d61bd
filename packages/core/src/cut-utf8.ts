const encoder = new TextEncoder()
const MARK = '…'

/**
 * UTF-16 units that are read back for a place where a character begins for certain. In a longer run without any letter of
 * ASCII a character may be cut between two code points: half a flag after sixty others.
 */
const MAX_RUN = 256
let graphemes: Intl.Segmenter | undefined

/**
 * The text in at most `bytes` bytes of UTF-8, with a mark at the end where something was cut. No character is cut in
 * two: neither a code point, nor a letter and its accents, nor a family of emoji.
 *
 * @param mark what shows the cut; left out where there is no room for it
 */
export function cutUtf8(text: string, bytes: number, mark: string = MARK): string {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= bytes) return text
  if (readWithin(text, bytes) === text.length) return text
  const room = bytes - encoder.encode(mark).length
  return room < 0 ? '' : text.slice(0, characterBoundary(text, readWithin(text, room))) + mark
}

/** UTF-16 units that fit: `encodeInto` writes whole code points only. */
function readWithin(text: string, bytes: number): number {
  return encoder.encodeInto(text, new Uint8Array(bytes)).read
}

/** The end of the last whole character before `at`, which has to be between two code points. */
export function characterBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length
  // ASCII stands for itself, a line's end of two units aside.
  if (isPlain(text.charCodeAt(at)) && isPlain(text.charCodeAt(at - 1))) return at
  let from = at
  while (from > 0 && at - from < MAX_RUN && !isPlain(text.charCodeAt(from))) from -= 1
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const around = text.slice(from, at + MAX_RUN)
  const index = graphemes.segment(around).containing(at - from)?.index ?? at - from
  // A run that begins inside of a long character knows no better.
  return index === 0 && from > 0 && !isPlain(text.charCodeAt(from)) ? at : from + index
}

function isPlain(unit: number): boolean {
  return unit < 0x80 && unit !== 0x0a
}
