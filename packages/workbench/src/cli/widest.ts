import stringWidth from 'string-width'

/** Terminal columns of the widest text. A loop, since `Math.max(...)` fails at some 120,000 arguments. */
export function widest(texts: Iterable<string>): number {
  let width = 0
  for (const text of texts) width = Math.max(width, stringWidth(text))
  return width
}
