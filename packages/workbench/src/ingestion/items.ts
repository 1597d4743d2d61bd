import { findJsonError, lineAndColumn } from './json-error.ts'

/** One element of a request: what was sent, or why it could not be read. */
export type Item = { readonly value: unknown } | { readonly problem: string }

/** A body's items, or why the body as a whole could not be read, with its HTTP status. */
export type Items =
  | { readonly items: readonly Item[] }
  | { readonly problem: string; readonly status: 400 | 413 }

/** Application Insights takes 64,000 items in one batch; here it also keeps a hostile body from filling the memory. */
const MAX_ITEMS = 64_000
const TOO_MANY: Items = {
  problem: `The body holds more than ${MAX_ITEMS} items; send them in smaller batches`,
  status: 413,
}

/**
 * Splits a body as the Breeze protocol allows it: a JSON array, a single envelope, or one envelope
 * a line. A line that cannot be read costs that line only.
 */
export function splitItems(text: string, contentType: string): Items {
  const isArray = /^\s*\[/.test(text)
  if (contentType.includes('x-json-stream') ? !isArray : looksLineDelimited(text))
    return readLines(text)
  const read = readJson(text, (offset) => lineAndColumn(text, offset))
  if ('problem' in read) {
    // A stray line among envelopes must not cost the others.
    const lines = isArray ? undefined : readLines(text)
    if (lines && 'items' in lines && lines.items.some(isObject)) return lines
    return { ...read, status: 400 }
  }
  const values: unknown[] = Array.isArray(read.value) ? read.value : [read.value]
  return values.length > MAX_ITEMS ? TOO_MANY : { items: values.map((value) => ({ value })) }
}

/** The lines that are not blank, with their numbers; nobody holds all of them at once. */
function* filledLines(text: string): Generator<readonly [line: string, number: number]> {
  let number = 0
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    number += 1
    const line = text.slice(start, end)
    if (line.trim() !== '') yield [line, number]
    start = end + 1
  }
}

/** More than one line, and every line begins an object: pretty-printed JSON does not look so. */
function looksLineDelimited(text: string): boolean {
  let lines = 0
  for (const [line] of filledLines(text)) {
    if (!line.startsWith('{"')) return false
    lines += 1
  }
  return lines > 1
}

function isObject(item: Item): boolean {
  return 'value' in item && typeof item.value === 'object' && item.value !== null
}

function readLines(text: string): Items {
  const items: Item[] = []
  for (const [line, number] of filledLines(text)) {
    if (items.length === MAX_ITEMS) return TOO_MANY
    items.push(readJson(line, (offset) => `line ${number}, column ${offset + 1}`))
  }
  return { items }
}

function readJson(text: string, place: (offset: number) => string): Item {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    const { offset, message } = findJsonError(text)
    return { problem: `Not valid JSON: ${message} at ${place(offset)}` }
  }
}
