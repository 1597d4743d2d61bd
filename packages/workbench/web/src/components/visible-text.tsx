import type { ReactNode } from 'react'

import { piecesOf } from '../../../src/view/visible-text.ts'

/** A text from outside: as text, with what would be invisible or turn the writing made visible. */
export function VisibleText({ text }: { readonly text: string }): ReactNode {
  return piecesOf(text).map(({ kind, text: piece }, index) =>
    kind === 'plain' ? (
      piece
    ) : (
      <span key={index} className="control" title={piece}>
        {piece}
      </span>
    ),
  )
}
