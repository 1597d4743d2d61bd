import type { Digest } from './digest.ts'

/** What became of one content attribute that is not on the row. */
export interface StoredContent extends Digest {
  /** `span`: on an event, that the row of its call tells. */
  readonly as: 'chunks' | 'hash' | 'span'
  readonly chunks?: number
}

/** The exporter cuts a property at 8,192 bytes, and half of a JSON says nothing. */
const MAX_BYTES = 8192

/**
 * As the value of `llmops.content.stored`: attribute → what became of it. Where there are so many that they do not fit (a
 * prompt with fifty large variables), the last ones are only counted, as `unlisted`.
 */
export function storedJson(stored: ReadonlyMap<string, StoredContent>): string {
  const entries = [...stored]
  for (let listed = entries.length; ; listed -= 1) {
    const unlisted = entries.length - listed
    const json = JSON.stringify(
      Object.fromEntries([
        ...entries.slice(0, listed),
        ...(unlisted > 0 ? [['unlisted', unlisted] as const] : []),
      ]),
    )
    if (listed === 0 || Buffer.byteLength(json) <= MAX_BYTES) return json
  }
}
