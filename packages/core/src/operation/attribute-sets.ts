import type { Attributes } from '@opentelemetry/api'

/** Sets that are kept at once; an application uses a handful of models. */
const MAX_SETS = 32

/**
 * What a metric takes of a span's attributes: the very same object for calls that have the same. The SDK hashes the
 * attributes of every record, and does so three times as fast for an object that it has seen, with its keys in order:
 * 4 of 14 µs of a chat (test/bench). SDKs keep these objects as they are, so that nobody may change them.
 */
export function attributeSets(keys: readonly string[]): (span: Attributes) => Attributes {
  const sorted = keys.toSorted()
  const known: Attributes[] = []
  return (span) => {
    const same = known.find((set) => sorted.every((key) => set[key] === span[key]))
    if (same) return same
    const set: Attributes = {}
    for (const key of sorted) if (span[key] !== undefined) set[key] = span[key]
    known.unshift(set)
    if (known.length > MAX_SETS) known.pop()
    return set
  }
}
