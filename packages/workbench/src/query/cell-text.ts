/** Controls, line and paragraph separators, and what turns the direction of writing. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** A JSON cell as text. Control characters are shown, not sent: a model's answer must not steer the terminal. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  return text.replaceAll(CONTROLS, shown)
}

function shown(character: string): string {
  if (character === '\n') return '↵'
  return character === '\t' ? ' ' : '\ufffd'
}
