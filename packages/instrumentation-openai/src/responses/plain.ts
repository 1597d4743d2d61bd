import type { ToolDefinition } from '@kansoku/core'

import { described } from '../reading/tool.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'

/** Fields that only the provider can read, or that carry files. */
const OPAQUE = new Set(['encrypted_content', 'fingerprint', 'b64_json', 'file_data', 'embedding'])
const MAX_DEPTH = 8
/** Longer runs without any space or punctuation are no text: bytes as base64, signatures, vectors. */
const MAX_RUN = 256

/**
 * A copy of a value as content may show it: without bytes, without what is encrypted, and of tools only type and name.
 * For the fields of items that have no shape of their own in the conventions.
 */
export function plain(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return plainText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return undefined
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => !OPAQUE.has(key) && field !== undefined)
      .map(([key, field]) => [key, key === 'tools' ? toolNames(field) : plain(field, depth + 1)]),
  )
}

function plainText(value: string): string {
  if (value.startsWith('data:')) return value.slice(0, value.indexOf(',') + 1)
  return value.length > MAX_RUN && /^[\w+/=-]+$/.test(value) ? '' : value
}

/** Descriptions and schemas of tools are prompts, too. */
function toolNames(tools: unknown): { type: string; name: string }[] {
  return list(tools).map((tool) => toolName(fields(tool)))
}

/** The tools that a request offers. What of them is recorded, the content policy says. */
export function toolDefinitions(tools: unknown): ToolDefinition[] {
  return list(tools).map((tool) => Object.assign(toolName(fields(tool)), described(fields(tool))))
}

function toolName({ name, server_label, type }: Wire): { type: string; name: string } {
  const kind = text(type) ?? 'function'
  return { type: kind, name: someText(name) ?? someText(server_label) ?? kind }
}
