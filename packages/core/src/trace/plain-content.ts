import type { Content } from '../content/apply-content-policy.ts'
import { plainData } from '../content/plain-data.ts'

/** Content as it is now, whatever the application does with its objects afterwards. */
export function plainContent(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).map(([attribute, value]) => [attribute, plainData(value)]),
  )
}

/**
 * The conventions want objects as arguments and results of tools, and texts that are JSON read
 * (`docs/gen-ai/gen-ai-spans.md`). What is no object becomes one: `"sunny"` is recorded as `{ "value": "sunny" }`.
 */
export function asObject(value: unknown): object | undefined {
  if (value === undefined) return undefined
  const parsed = typeof value === 'string' ? parse(value) : value
  return isObject(parsed) ? parsed : { value }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A date or a map is an object, but not one of JSON. */
function isObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]'
}
