import { isContent } from '../rows/tables.ts'

/** One content attribute, as the text that a row has of it. */
export interface ContentItem {
  readonly key: string
  readonly text: string
  /** In UTF-8. */
  readonly bytes: number
}

export function contentItem(key: string, text: string): ContentItem {
  return { key, text, bytes: Buffer.byteLength(text) }
}

/** The content among attributes of a span or an event. */
export function contentItems(attributes: Readonly<Record<string, unknown>>): ContentItem[] {
  const items: ContentItem[] = []
  for (const key of Object.keys(attributes)) {
    const text = isContent(key) ? contentText(attributes[key]) : undefined
    if (text !== undefined) items.push(contentItem(key, text))
  }
  return items
}

/** As the exporter writes it; half a surrogate pair, which UTF-8 cannot have, as the replacement that it becomes there. */
function contentText(value: unknown): string | undefined {
  if (typeof value === 'string') return wellFormed(value)
  try {
    const json = JSON.stringify(value) as string | undefined
    return json === undefined ? undefined : wellFormed(json)
  } catch {
    // A cycle or a big integer, of an event that is not ours.
    return '[left out]'
  }
}

/** ES2024, in every Node that is supported, but not yet in the compiler's library. */
function wellFormed(text: string): string {
  return (text as unknown as { toWellFormed(): string }).toWellFormed()
}
