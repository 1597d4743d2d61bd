/** What a span or log record of the SDK has beside its attributes. */
const OWN_BYTES = 600
/** A member of an object with its key, and a number or a short string in it. */
const MEMBER_BYTES = 40

/** Roughly what it weighs in memory: text counts, the rest is a flat rate. */
export function roughBytes(attributes: Readonly<Record<string, unknown>>, body?: unknown): number {
  let bytes = OWN_BYTES + textBytes(body)
  for (const key in attributes) bytes += MEMBER_BYTES + textBytes(attributes[key])
  return bytes
}

/** Content on events is objects: printing it to count it would cost more than it weighs, so it is walked. */
function textBytes(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null || depth > 4) return 0
  let bytes = 0
  for (const member of Object.values(value)) bytes += MEMBER_BYTES + textBytes(member, depth + 1)
  return bytes
}
