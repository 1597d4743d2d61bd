import { dictionary, finiteNumber, optional, text, type Field } from './field.ts'

/** Text is not cut here: the exporter's own limits apply, and content attributes may be large. */
const anyText = text(Number.POSITIVE_INFINITY)

/** `properties` as JSON text, keys in the order in which they were sent. */
export const properties: Field<string | null> = optional(asJson(dictionary(anyText)), null)

/** `measurements` as JSON text. */
export const measurements: Field<string | null> = optional(asJson(dictionary(finiteNumber)), null)

function asJson(read: Field<unknown>): Field<string> {
  return (value, at) => JSON.stringify(read(value, at))
}
