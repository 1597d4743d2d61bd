import { createHash } from 'node:crypto'

/** Any fixed one: it only keeps our names apart from those of others. */
const NAMESPACE = Buffer.from('6f1d2a0e4c0b5e63a7b3c2d94be1f7a8', 'hex')

/** A GUID that is the same for the same name: version 5 of RFC 9562. */
export function stableGuid(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
