import type { Attributes } from '@opentelemetry/api'

import * as semconv from '../semconv.ts'

/** What the application names in camelCase → its attribute. */
export type AttributeTable<T extends object> = Readonly<Record<keyof T, string>>

/** Values that the conventions write by leaving the attribute out (`docs/gen-ai/gen-ai-spans.md`). */
const UNSAID: Readonly<Record<string, unknown>> = {
  [semconv.ATTR_GEN_AI_REQUEST_STREAM]: false,
  [semconv.ATTR_GEN_AI_CONVERSATION_COMPACTED]: false,
  [semconv.ATTR_GEN_AI_REQUEST_CHOICE_COUNT]: 1,
}

/** The values that a table has an attribute for. What is not said is not recorded. */
export function attributesOf<K extends string>(
  table: Readonly<Record<K, string>>,
  values: { readonly [Name in NoInfer<K>]?: unknown },
): Attributes {
  const attributes: Attributes = {}
  for (const name in table) {
    const value = values[name] as Attributes[string] | null
    const attribute = table[name]
    if (value === undefined || value === null || UNSAID[attribute] === value) continue
    // A count that could not be made: it would be in the sums of a process for ever.
    if (typeof value !== 'number' || Number.isFinite(value)) attributes[attribute] = value
  }
  return attributes
}

/** Where a service answers: an address such as `https://models.example/v1`, or host and port. */
export type Server = string | URL | { readonly address: string; readonly port: number }

const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 }

/** `server.address` and `server.port`; neither where one is not known, because the conventions want no address without its port. */
export function serverAttributes(server: Server | undefined): Attributes {
  if (!server) return {}
  const { address, port } =
    typeof server === 'string' || server instanceof URL ? endpoint(server) : server
  if (typeof address !== 'string' || typeof port !== 'number') return {}
  return { [semconv.ATTR_SERVER_ADDRESS]: address, [semconv.ATTR_SERVER_PORT]: port }
}

function endpoint(text: string | URL): { address?: string; port?: number | undefined } {
  const url = typeof text === 'string' ? URL.parse(text) : text
  if (url === null) return {}
  return {
    address: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? PORTS[url.protocol] : Number(url.port),
  }
}
