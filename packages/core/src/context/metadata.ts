import { type Attributes, diag } from '@opentelemetry/api'

import { cutUtf8 } from '../cut-utf8.ts'
import { guard } from '../guard.ts'
import { ATTR_LLMOPS_METADATA_DROPPED_COUNT, ATTR_LLMOPS_METADATA_PREFIX } from '../llmops.ts'

/**
 * Values that the application attaches to its calls: scalars as they are, nested values as JSON.
 *
 * Budgets: {@link MAX_KEYS} keys a call, {@link MAX_VALUE_BYTES} bytes a value. Longer text is cut, longer JSON is left
 * out, since a part of it would be no JSON. What is left out is counted in `llmops.metadata.dropped_count`.
 */
export type Metadata = Readonly<Record<string, unknown>>

const MAX_KEYS = 64
const MAX_VALUE_BYTES = 1024
/** Azure keeps 150 characters of a property's name (Application Insights limits). */
const MAX_KEY_LENGTH = 150 - ATTR_LLMOPS_METADATA_PREFIX.length

/** Metadata as attributes, made once where it is said. A label must not break a call: nothing here throws. */
export function metadataAttributes(metadata: Metadata): Attributes {
  return guard('reading metadata', () => withinBudget(Object.entries(metadata))) ?? {}
}

/** The inner value wins. Over the budget the outer ones go first: what was said last is nearest to the call. */
export function mergeMetadata(outer: Attributes, inner: Attributes): Attributes {
  const merged = { ...outer, ...inner }
  const dropped = droppedIn(outer) + droppedIn(inner)
  delete merged[ATTR_LLMOPS_METADATA_DROPPED_COUNT]
  const keys = Object.keys(merged)
  const surplus = keys
    .filter((key) => !Object.hasOwn(inner, key))
    .slice(0, Math.max(0, keys.length - MAX_KEYS))
  for (const key of surplus) delete merged[key]
  return counted(merged, dropped + surplus.length)
}

function withinBudget(entries: readonly [string, unknown][]): Attributes {
  const attributes: Attributes = {}
  const bad: string[] = []
  let dropped = 0
  for (const [key, value] of entries) {
    if (value === undefined || value === null) continue
    if (!isKey(key)) bad.push(key)
    else if (Object.keys(attributes).length < MAX_KEYS) {
      const plain = attributeValue(value)
      if (plain !== undefined) {
        attributes[ATTR_LLMOPS_METADATA_PREFIX + key] = plain
        continue
      }
    }
    dropped += 1
  }
  if (bad.length > 0)
    diag.warn(
      `kansoku: metadata keys must be 1 to ${MAX_KEY_LENGTH} printable characters and not dropped_count; left out: ${bad.length}`,
    )
  return counted(attributes, dropped)
}

function isKey(key: string): boolean {
  return (
    key.length > 0 &&
    key.length <= MAX_KEY_LENGTH &&
    !/\p{Cc}/u.test(key) &&
    ATTR_LLMOPS_METADATA_PREFIX + key !== ATTR_LLMOPS_METADATA_DROPPED_COUNT
  )
}

function attributeValue(value: unknown): string | number | boolean | undefined {
  switch (typeof value) {
    case 'string':
      return cutUtf8(value, MAX_VALUE_BYTES)
    case 'number':
    case 'boolean':
      return value
    case 'bigint':
      return value.toString()
    case 'object':
      return json(value)
    default:
      return undefined
  }
}

function json(value: unknown): string | undefined {
  const text = guard('reading metadata', () => JSON.stringify(value))
  return text !== undefined && cutUtf8(text, MAX_VALUE_BYTES) === text ? text : undefined
}

function droppedIn(attributes: Attributes): number {
  return Number(attributes[ATTR_LLMOPS_METADATA_DROPPED_COUNT] ?? 0)
}

function counted(attributes: Attributes, dropped: number): Attributes {
  return dropped === 0
    ? attributes
    : { ...attributes, [ATTR_LLMOPS_METADATA_DROPPED_COUNT]: dropped }
}
