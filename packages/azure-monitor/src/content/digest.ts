import { createHash } from 'node:crypto'

/** What is known of a text wherever it is: enough to see whether another is the same. */
export interface Digest {
  /** In UTF-8. */
  readonly bytes: number
  /** UTF-16 units, as Kusto's and JavaScript's strings are cut by. */
  readonly characters: number
  /** Of its UTF-8, in hexadecimal digits, as Kusto's `hash_sha256()` gives it. */
  readonly sha256: string
}

export function digestOf(text: string): Digest {
  return {
    bytes: Buffer.byteLength(text),
    characters: text.length,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
  }
}
