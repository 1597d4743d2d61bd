import { ATTR_LLMOPS_CONTENT_DEGRADED, ATTR_LLMOPS_CONTENT_STORED } from '@kansoku/core/llmops'

import { ROW_BYTES, rowLimit } from '../rows/content-budgets.ts'
import { type ContentItem, contentItems } from './content-item.ts'
import { type ContentPiece, contentPiece } from './content-piece.ts'
import { digestOf } from './digest.ts'
import type { Referred } from './repeated-instructions.ts'
import type { StorageRule } from './storage-options.ts'
import { type StoredContent, storedJson } from './stored-content.ts'

type AttributeBag = Readonly<Record<string, unknown>>

/** Where the content of a span or an event goes. */
export interface Placement {
  /** Those of the row: without what is elsewhere, and with what became of it. */
  readonly attributes: AttributeBag
  readonly pieces: readonly ContentPiece[]
}

export interface PlacementRules {
  readonly rule: StorageRule
  /** Whether so many bytes of content may still be sent. */
  readonly spend: (bytes: number) => boolean
  /** Of an event whose call's own row has the same content: what does not fit is left to that row. */
  readonly besideSpan: boolean
  /** Takes out instructions that other calls have, too. */
  readonly refer?: ((items: readonly ContentItem[]) => Referred) | undefined
}

/** Distributes content over the row and rows beside it. Attributes without content come back as they are. */
export function placeContent(attributes: AttributeBag, rules: PlacementRules): Placement {
  const all = contentItems(attributes)
  if (all.length === 0) return { attributes, pieces: [] }
  const { besideSpan, rule, spend } = rules
  if (rule.mode === 'hash' && !besideSpan) return hashed(attributes, all)

  const { items, repeated, sent } = rules.refer?.(all) ?? NOT_REFERRED(all)
  const moved = movedItems(items, rule)
  const overflow = besideSpan ? 'span' : rule.mode === 'attributes' ? rule.overflow : rule.mode
  const stays = items.filter((item) => !moved.has(item))
  const sends = overflow === 'chunks' ? items : stays
  if (!spend(bytesOf(sends) + (repeated?.digest.bytes ?? 0)))
    return besideSpan ? leftToSpan(attributes, all) : hashed(attributes, all, 'daily_budget')
  sent()

  const stored = new Map<string, StoredContent>()
  const pieces: ContentPiece[] = repeated ? [repeated] : []
  for (const { key, text } of moved) {
    const digest = digestOf(text)
    if (overflow === 'chunks') {
      const piece = contentPiece(key, text, digest)
      pieces.push(piece)
      stored.set(key, { as: 'chunks', chunks: piece.chunks.length, ...digest })
    } else stored.set(key, { as: overflow === 'span' ? 'span' : 'hash', ...digest })
  }
  return { attributes: rowAttributes(attributes, stays, stored), pieces }
}

const NOT_REFERRED = (items: readonly ContentItem[]): Referred => ({
  items,
  repeated: undefined,
  sent: () => undefined,
})

/** The row with nothing of content but what tells whether another is the same. */
export function hashed(
  attributes: AttributeBag,
  items: readonly ContentItem[] = contentItems(attributes),
  degraded?: 'daily_budget' | 'memory',
): Placement {
  const stored = new Map<string, StoredContent>(
    items.map(({ key, text }) => [key, { as: 'hash', ...digestOf(text) }]),
  )
  return { attributes: rowAttributes(attributes, [], stored, degraded), pieces: [] }
}

function leftToSpan(attributes: AttributeBag, items: readonly ContentItem[]): Placement {
  const stored = new Map<string, StoredContent>(
    items.map(({ key, text }) => [key, { as: 'span', ...digestOf(text) }]),
  )
  return { attributes: rowAttributes(attributes, [], stored), pieces: [] }
}

/** What does not stay on the row: all of it, or the largest until the others fit. */
function movedItems(
  items: readonly ContentItem[],
  { mode, overflow }: StorageRule,
): ReadonlySet<ContentItem> {
  if (mode !== 'attributes') return new Set(items)
  // Cut to fit by the content policy, or another instrumentation's, whose content it does not reach.
  if (overflow === 'cut') return new Set()
  const moved = new Set(items.filter(({ bytes, key }) => bytes > rowLimit(key)))
  const others = items.filter((item) => !moved.has(item)).toSorted((a, b) => a.bytes - b.bytes)
  for (let rest = bytesOf(others); rest > ROW_BYTES;) {
    const largest = others.pop() as ContentItem
    moved.add(largest)
    rest -= largest.bytes
  }
  return moved
}

function bytesOf(items: readonly ContentItem[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0)
}

function rowAttributes(
  attributes: AttributeBag,
  stays: readonly ContentItem[],
  stored: ReadonlyMap<string, StoredContent>,
  degraded?: string,
): AttributeBag {
  const row: Record<string, unknown> = { ...attributes }
  for (const key of stored.keys()) Reflect.deleteProperty(row, key)
  // Structured on events: only what refers has another text.
  for (const { key, text } of stays) if (text !== row[key]) row[key] = text
  if (stored.size > 0) row[ATTR_LLMOPS_CONTENT_STORED] = storedJson(stored)
  if (degraded !== undefined) row[ATTR_LLMOPS_CONTENT_DEGRADED] = degraded
  return row
}
