import type { Attributes } from '@opentelemetry/api'

/**
 * Attributes of one or more sources as one object, without what is undefined: not said is not recorded, on no signal.
 * Of a name that several say, the last one counts.
 */
export function present(...parts: readonly (Attributes | undefined)[]): Attributes {
  const attributes: Attributes = {}
  for (const part of parts) {
    // Not `entries`, which makes an array a key: 2 µs of a call were spent there.
    for (const key in part) {
      const value = part[key]
      if (value !== undefined) attributes[key] = value
    }
  }
  return attributes
}
