import { ATTR_CUSTOM_MEASUREMENTS, isContent, MEASURED, VOCABULARY } from './tables.ts'

/** What the tables say of one attribute. */
export interface KeyFacts {
  readonly place: 'vocabulary' | 'measurements' | 'others' | 'content'
  /** Whether its number is stored as one. */
  readonly measured: boolean
}

/** Keys of the application's own may be as many as it likes. */
const MAX_KNOWN = 1000
const known = new Map<string, KeyFacts>()

/** A process has some fifty keys, and each span asks about twenty: looking at their text each time was 2 µs a span. */
export function keyFacts(key: string): KeyFacts {
  const before = known.get(key)
  if (before) return before
  const facts = { place: placeOf(key), measured: isMeasured(key) }
  if (known.size < MAX_KNOWN) known.set(key, facts)
  return facts
}

function placeOf(key: string): KeyFacts['place'] {
  if (isContent(key)) return 'content'
  if (VOCABULARY.some((prefix) => key.startsWith(prefix))) return 'vocabulary'
  return key === ATTR_CUSTOM_MEASUREMENTS ? 'measurements' : 'others'
}

function isMeasured(key: string): boolean {
  return MEASURED.some((entry) =>
    'prefix' in entry ? key.startsWith(entry.prefix) : key === entry.key,
  )
}
