import type { Attributes, AttributeValue } from '@opentelemetry/api'

import {
  ATTR_CUSTOM_MEASUREMENTS,
  ATTR_TRANSIT,
  DROPPED_BY_EXPORTER,
  isContent,
} from '../rows/tables.ts'

/**
 * The attributes of a row as Properties holds them once it is stored: strings, in the row's order, what travels in
 * transit in its place, what the exporter keeps to itself left out. Without content, which has fields of its own.
 */
export function storedProperties(row: Attributes): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const [key, value] of Object.entries(row)) {
    if (value === undefined || value === null || isContent(key)) continue
    if (key === ATTR_TRANSIT) Object.assign(properties, travelling(row))
    else if (isStored(key)) properties[key] = text(value)
  }
  return properties
}

function travelling(row: Attributes): Record<string, string> {
  return Object.fromEntries(
    DROPPED_BY_EXPORTER.flatMap((key) =>
      row[key] === undefined ? [] : [[key, String(row[key])] as const],
    ),
  )
}

/** `createPropertiesFromSpanAttributes` in the exporter's `utils/spanUtils.ts`, as far as GenAI spans go. */
function isStored(key: string): boolean {
  return (
    key !== ATTR_CUSTOM_MEASUREMENTS &&
    !key.startsWith('microsoft.') &&
    !key.startsWith('_MS.') &&
    !DROPPED_BY_EXPORTER.includes(key)
  )
}

/** `serializeAttribute` in the exporter's `utils/common.ts`. */
function text(value: NonNullable<AttributeValue>): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
