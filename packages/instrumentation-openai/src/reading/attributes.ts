import type { Attributes, AttributeValue } from '@opentelemetry/api'

/** Leaves out what is undefined: not sent is not recorded, on no signal. */
export function present(all: Readonly<Record<string, AttributeValue | undefined>>): Attributes {
  const attributes: Attributes = {}
  // `Object.keys`, as `entries` makes an array a key: 2 µs of a call were spent here.
  for (const key of Object.keys(all)) {
    const value = all[key]
    if (value !== undefined) attributes[key] = value
  }
  return attributes
}
