import { findJsonError, lineAndColumn } from './json-error.ts'

/** One element of a request: what was sent, or why it could not be read. */
export type Item = { readonly value: unknown } | { readonly problem: string }

/** A body's items, or why the body as a whole could not be read. */
export type Items = { readonly items: readonly Item[] } | { readonly problem: string }

/**
 * Splits a body as the Breeze protocol allows it: a JSON array, a single envelope, or one envelope
 * a line. A line that cannot be read costs that line only.
 */
export function splitItems(text: string, contentType: string): Items {
  const lineDelimited = contentType.includes('x-json-stream')
    ? !/^\s*\[/.test(text)
    : looksLineDelimited(text)
  if (lineDelimited) return { items: readLines(text) }
  const read = readJson(text, (offset) => lineAndColumn(text, offset))
  if ('problem' in read) {
    // A stray line among envelopes must not cost the others.
    const lines = /^\s*\[/.test(text) ? [] : readLines(text)
    return lines.some(isObject) ? { items: lines } : read
  }
  const values: unknown[] = Array.isArray(read.value) ? read.value : [read.value]
  return { items: values.map((value) => ({ value })) }
}

/** More than one line, and every line begins an object: pretty-printed JSON does not look so. */
function looksLineDelimited(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.every((line) => line.startsWith('{"'))
}

function isObject(item: Item): boolean {
  return 'value' in item && typeof item.value === 'object' && item.value !== null
}

function readLines(text: string): Item[] {
  const items: Item[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() !== '') {
      items.push(readJson(line, (offset) => `line ${index + 1}, column ${offset + 1}`))
    }
  }
  return items
}

function readJson(text: string, place: (offset: number) => string): Item {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    const { offset, message } = findJsonError(text)
    return { problem: `Not valid JSON: ${message} at ${place(offset)}` }
  }
}
