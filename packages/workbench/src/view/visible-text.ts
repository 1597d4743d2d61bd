export interface TextPiece {
  readonly kind: 'plain' | 'control'
  readonly text: string
}

/**
 * Controls but tab and line breaks, what turns the direction of writing, and what takes no room: an answer must not look
 * like something else than it is.
 */
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u
const KEPT = new Set(['\t', '\n', '\r'])

/** The text in pieces, hidden characters by their code: `U+202E`. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let plain = ''
  for (const character of text) {
    if (KEPT.has(character) || !HIDDEN.test(character)) {
      plain += character
      continue
    }
    if (plain !== '') pieces.push({ kind: 'plain', text: plain })
    plain = ''
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''
    pieces.push({ kind: 'control', text: `U+${code}` })
  }
  if (plain !== '') pieces.push({ kind: 'plain', text: plain })
  return pieces
}
