import { cutJsonText, jsonLength } from './cut-json.ts'
import { fairLevel } from './shares.ts'

/** A place that holds one value of an attribute, and can be given a shorter one. */
export interface Slot {
  readonly holder: Record<string, unknown>
  readonly key: string
  /** Bytes of the value as JSON. */
  readonly size: number
}

/** A text cut shorter than this says nothing, and the structure around it is worth more. */
const LEAST_TEXT = 48
/** Under this name stands the beginning of data that had to be cut as text, so that it is an object all the same. */
const CUT_DATA = 'truncated_json'
/** `{"truncated_json":}` and a type. */
const CUT_DATA_BYTES = 96

/**
 * A value in at most `bytes` bytes of JSON, and still JSON: a text is cut; of data the longest texts are cut, and where
 * that is not enough, what remains is an object with the beginning of its JSON.
 */
export function fitData(value: unknown, bytes: number): unknown {
  if (typeof value === 'string') return cutJsonText(value, bytes)
  const size = jsonLength(value)
  if (size <= bytes || typeof value !== 'object' || value === null) return value
  const texts = textSlots(value)
  const structure = size - sizeOf(texts)
  const level = fairLevel(
    texts.map((slot) => slot.size),
    bytes - structure,
  )
  if (texts.length > 0 && level >= LEAST_TEXT) {
    cutSlots(texts, level)
    return value
  }
  return beginning(value, bytes)
}

/** Gives each slot above the level a shorter value. Half a picture is none. */
export function cutSlots(slots: readonly Slot[], level: number): void {
  for (const { holder, key, size } of slots)
    if (size > level)
      holder[key] =
        holder['type'] === 'blob' && key === 'content' ? '' : fitData(holder[key], level)
}

export function sizeOf(slots: readonly Slot[]): number {
  return slots.reduce((total, { size }) => total + size, 0)
}

function textSlots(value: object): Slot[] {
  const holder = value as Record<string, unknown>
  return Object.keys(value).flatMap((key) => {
    const field = holder[key]
    if (typeof field === 'string') return [{ holder, key, size: jsonLength(field) }]
    return typeof field === 'object' && field !== null ? textSlots(field) : []
  })
}

/** The type stays, since some shapes ask for it. */
function beginning(value: object, bytes: number): unknown {
  const { type } = value as { type?: unknown }
  const json = JSON.stringify(value)
  return {
    ...(typeof type === 'string' && type.length <= CUT_DATA_BYTES / 2 && { type }),
    [CUT_DATA]: cutJsonText(json, Math.max(2, bytes - CUT_DATA_BYTES)),
  }
}
