/** Beyond this an output is not parsed: a contract must not hold up the application. In characters. */
export const MAX_JSON = 500_000

export interface Parsed {
  readonly value: unknown
}

export function parsedJson(text: string): Parsed | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** The JSON that stands in other text, as in a code fence: from the first brace or bracket to its last counterpart. */
export function embeddedJson(text: string): Parsed | undefined {
  const start = text.search(/[{[]/)
  const end = start < 0 ? -1 : text.lastIndexOf(text[start] === '{' ? '}' : ']')
  return end < start ? undefined : parsedJson(text.slice(start, end + 1))
}
