import type { KnownSchema } from './protocol.ts'

/** A stretch that was put into a query. */
export interface Insertion {
  /** In the query as it was. */
  readonly at: number
  readonly text: string
}

const quoted = (name: string): string => `['${name.replace(/[\\']/gu, String.raw`\$&`)}']`

/** The columns in the form in which a query may say them itself. */
export function insertionsOf(schemas: readonly KnownSchema[]): readonly Insertion[] {
  return schemas
    .map(({ at, columns }) => {
      const list = columns.map(({ name, type }) => `${quoted(name)}: ${type}`)
      return { at, text: ` : (${list.join(', ')})` }
    })
    .toSorted((a, b) => a.at - b.at)
}

export const inserted = (query: string, insertions: readonly Insertion[]): string =>
  insertions.reduceRight(
    (text, insertion) => text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at),
    query,
  )

/** Where a place of the longer text is in the query; the end of an insertion is where it was put. */
export function originalPosition(
  insertions: readonly Insertion[] | undefined,
  position: number,
): number {
  let original = position
  for (const { at, text } of insertions ?? []) {
    if (original <= at) break
    original = Math.max(at, original - text.length)
  }
  return original
}
