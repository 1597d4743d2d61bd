import type { KqlToken, KqlTokenKind } from '@kansoku/kql'

/** In the order of their numbers on the way to the editor. */
export const tokenKinds: readonly KqlTokenKind[] = [
  'comment',
  'punctuation',
  'literal',
  'string',
  'type',
  'column',
  'table',
  'function',
  'parameter',
  'variable',
  'identifier',
  'operator',
  'query-operator',
  'keyword',
  'option',
  'text',
]

interface Places {
  getPositionAt(offset: number): { readonly lineNumber: number; readonly column: number }
  getOffsetAt(position: { readonly lineNumber: number; readonly column: number }): number
  getLineMaxColumn(line: number): number
}

/** Five numbers a token, relative to the one before, as the editor takes them. A token over lines is one for each. */
export function encodeTokens(places: Places, tokens: readonly KqlToken[]): Uint32Array {
  const data: number[] = []
  let [line, column] = [1, 1]
  for (const { start, length, kind } of tokens) {
    const type = tokenKinds.indexOf(kind)
    const end = start + length
    for (let at = start; at < end;) {
      const place = places.getPositionAt(at)
      const lineEnd = places.getOffsetAt({
        lineNumber: place.lineNumber,
        column: places.getLineMaxColumn(place.lineNumber),
      })
      const until = Math.min(end, lineEnd)
      if (until > at && type >= 0) {
        const isSameLine = place.lineNumber === line
        data.push(
          place.lineNumber - line,
          isSameLine ? place.column - column : place.column - 1,
          until - at,
          type,
          0,
        )
        line = place.lineNumber
        column = place.column
      }
      at = Math.max(until + 1, at + 1)
    }
  }
  return new Uint32Array(data)
}
