import { chunkText } from './chunk-text.ts'
import { type Digest, digestOf } from './digest.ts'

/** A text that becomes rows of its own. */
export interface ContentPiece {
  /** The content attribute that it is of. */
  readonly key: string
  readonly chunks: readonly string[]
  /** Of the whole. */
  readonly digest: Digest
}

export function contentPiece(
  key: string,
  text: string,
  digest: Digest = digestOf(text),
): ContentPiece {
  return { key, chunks: chunkText(text), digest }
}
