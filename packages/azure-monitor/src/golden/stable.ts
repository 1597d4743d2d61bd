import type { WireEnvelope } from '../testing/ingestion-server.ts'

/** Longer texts show their ends and their length. */
const LONG = 1000

/**
 * Envelopes as text, in an order of their own and without what differs from run to run: ports, times, ids, which keep
 * their relations. The order of properties is kept: a row that is cut at 64 KB loses the last ones.
 */
export function stable(envelopes: readonly WireEnvelope[], modelPort: string): string {
  const ids = new Map<unknown, string>()
  const named = (id: unknown, kind: string): string => {
    const known = ids.get(id) ?? `${kind} ${ids.size + 1}`
    ids.set(id, known)
    return known
  }
  const rows = envelopes
    .filter(({ data }) => data.baseType !== 'MetricData')
    .toSorted((a, b) => order(a).localeCompare(order(b)))
  const text = JSON.stringify(
    rows.map((envelope) => row(envelope, named)),
    shown,
    2,
  )
  return `${text.replaceAll(modelPort, 'port')}\n`
}

/** Not by time: two that begin in the same millisecond have no order. */
function order({ data }: WireEnvelope): string {
  const { name, message, properties } = data.baseData
  return JSON.stringify([data.baseType, name, message, properties])
}

function row(
  { data, tags, ...envelope }: WireEnvelope,
  named: (id: unknown, kind: string) => string,
): object {
  const { id, ...baseData } = data.baseData
  const parent = tags['ai.operation.parentId']
  return {
    ...envelope,
    time: typeof envelope.time,
    tags: {
      ...tags,
      'ai.cloud.roleInstance': 'host',
      'ai.internal.sdkVersion': 'sdk',
      'ai.operation.id': named(tags['ai.operation.id'], 'trace'),
      ...(parent !== undefined && { 'ai.operation.parentId': named(parent, 'span') }),
    },
    data: {
      ...data,
      baseData: { ...(id !== undefined && { id: named(id, 'span') }), ...baseData },
    },
  }
}

function shown(key: string, value: unknown): unknown {
  if (key === 'duration') return 'time span'
  if (key === 'stack' || key === 'exception.stacktrace') return 'stack'
  if (key === 'gen_ai.response.time_to_first_chunk') return 'seconds'
  if (typeof value !== 'string' || value.length <= LONG) return value
  const bytes = Buffer.byteLength(value)
  return `${value.slice(0, 120)} … ${value.slice(-120)} [${value.length} characters, ${bytes} bytes]`
}
