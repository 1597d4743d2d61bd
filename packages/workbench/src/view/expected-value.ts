/** An expected value as a person writes it: texts as they are, others as JSON, nothing where nothing is expected. */
export function writtenValue(expected: unknown): string {
  if (expected === undefined || expected === null) return ''
  return typeof expected === 'string' ? expected : JSON.stringify(expected, null, 2)
}

/**
 * The value that was written, of the kind of what was proposed; null where nothing is expected.
 *
 * @returns undefined where it should be JSON, and is none
 */
export function readValue(written: string, proposed: unknown): unknown {
  if (written.trim() === '') return null
  if (proposed === undefined || proposed === null || typeof proposed === 'string') return written
  try {
    return JSON.parse(written) as unknown
  } catch {
    return undefined
  }
}
