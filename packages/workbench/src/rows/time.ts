import { FieldProblem } from './field.ts'

const ISO_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/
const HOUR = 3_600_000_000n

/** Microseconds since 1970. A time without an offset is UTC. */
export function timestamp(value: unknown, at: string): bigint {
  const match = typeof value === 'string' ? ISO_TIME.exec(value) : null
  const [, local = '', , offset = 'Z'] = match ?? []
  const seconds = Date.parse(`${local}${offset}`)
  if (match === null || Number.isNaN(seconds) || !isOnCalendar(local)) {
    throw new FieldProblem(`${at} must be an ISO 8601 time such as 2026-11-22T11:24:12.851Z`)
  }
  const fraction = (match[2] ?? '').padEnd(6, '0').slice(0, 6)
  return BigInt(seconds) * 1000n + BigInt(fraction)
}

/** `Date.parse` takes 30 February for 2 March. */
function isOnCalendar(local: string): boolean {
  return new Date(`${local}Z`).toISOString().startsWith(local.slice(0, 10))
}

/**
 * The service replaces times that are older than two days or more than one day ahead by its own
 * (Azure Monitor docs, logs/data-ingestion-time).
 */
export function timeGenerated(sent: bigint, received: bigint): bigint {
  return sent < received - 48n * HOUR || sent > received + 24n * HOUR ? received : sent
}

const DURATION = /^(?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/

/** `[d.]hh:mm:ss[.fffffff]` in milliseconds; the last digit is a tick of 100 ns. */
export function durationMs(value: unknown, at: string): number {
  const match = typeof value === 'string' ? DURATION.exec(value) : null
  if (match === null) throw new FieldProblem(`${at} must be a duration such as 00:00:01.2345678`)
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match
  const wholeSeconds =
    ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  // Integer ticks first: 0.0444024 s must become 44.4024 ms, not 44.402400000000004.
  return (wholeSeconds * 10_000_000 + Number(fraction.padEnd(7, '0'))) / 10_000
}
