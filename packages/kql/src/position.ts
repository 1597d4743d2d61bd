import type { KqlPosition } from './types.ts'

/** Line and column (from 1) of a span in a text. */
export function positionOf(text: string, start: number, length: number): KqlPosition {
  const before = text.slice(0, start)
  const line = before.split('\n').length
  return { start, length, line, column: start - before.lastIndexOf('\n') }
}
