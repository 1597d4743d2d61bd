import { characterBoundary } from '../cut-utf8.ts'
import { utf8Length } from '../utf8.ts'

/** Stands at the end of a text that was cut. */
export const CUT_MARK = '…[cut]'
const MARK_BYTES = utf8Length(CUT_MARK)

/** Bytes of a value as JSON; a value without a JSON form takes none. */
export function jsonLength(value: unknown): number {
  const json = JSON.stringify(value) as string | undefined
  return json === undefined ? 0 : utf8Length(json)
}

/** A text that as a JSON string, with its quotes and escapes, takes at most `bytes` bytes. */
export function cutJsonText(text: string, bytes: number): string {
  if (jsonLength(text) <= bytes) return text
  let rest = bytes - 2 - MARK_BYTES
  if (rest < 0) return ''
  let at = 0
  while (at < text.length) {
    const point = text.codePointAt(at) as number
    rest -= pointLength(point)
    if (rest < 0) break
    at += point > 0xffff ? 2 : 1
  }
  return text.slice(0, characterBoundary(text, at)) + CUT_MARK
}

/** What `JSON.stringify` makes of a code point, in bytes. */
function pointLength(point: number): number {
  if (point === 0x22 || point === 0x5c) return 2
  if (point < 0x20) return SHORT_ESCAPES.has(point) ? 2 : 6
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  if (point > 0xffff) return 4
  // Half a surrogate pair is escaped.
  return point >= 0xd800 && point <= 0xdfff ? 6 : 3
}

/** \b \t \n \f \r */
const SHORT_ESCAPES = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d])
