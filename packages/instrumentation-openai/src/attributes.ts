import type { Attributes, AttributeValue } from '@opentelemetry/api'

/** Leaves out what is undefined: not sent is not recorded, on no signal. */
export function present(all: Readonly<Record<string, AttributeValue | undefined>>): Attributes {
  const attributes: Attributes = {}
  for (const [key, value] of Object.entries(all)) if (value !== undefined) attributes[key] = value
  return attributes
}
