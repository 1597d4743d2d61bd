import { createHash } from 'node:crypto'

import { wellFormed } from '../well-formed.ts'

const SAFE = /^[a-z0-9][a-z0-9_-]{0,59}$/

/**
 * A name that resources, files and KQL take, from any name: itself where it is one already, else what is left of it and
 * a hash of the whole, since resource names do not tell `A` from `a`.
 */
export function slugOf(name: string): string {
  if (SAFE.test(name)) return name
  const left = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
    .slice(0, 40)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10)
  return left === '' ? `prompt-${hash}` : `${left}-${hash}`
}

/** A name within a title: on one line. */
export const oneLine = (name: string): string =>
  wellFormed(name)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
