import { dictionary, finiteNumber, optional, text, type Field } from './field.ts'

/** Text is not cut here: the exporter's own limits apply, and content attributes may be large. */
const anyText = text(Number.POSITIVE_INFINITY)

/** `properties` as JSON text, keys in the order in which they were sent. */
export const properties: Field<string | null> = optional(
  asJson(dictionary(anyText), (entry) => typeof entry === 'string'),
  null,
)

/** `measurements` as JSON text. */
export const measurements: Field<string | null> = optional(
  asJson(dictionary(finiteNumber), (entry) => Number.isFinite(entry)),
  null,
)

/**
 * @param isFine finds the bags that need neither checking nor rebuilding, which are nearly all: a
 * third of the cost of mapping a row
 */
function asJson(read: Field<unknown>, isFine: (entry: unknown) => boolean): Field<string> {
  return (value, at) => JSON.stringify(everyEntry(value, isFine) ? value : read(value, at))
}

function everyEntry(value: unknown, isFine: (entry: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const bag = value as Readonly<Record<string, unknown>>
  for (const name in bag) if (!isFine(bag[name])) return false
  return true
}
