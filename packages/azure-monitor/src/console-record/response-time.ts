import type { HrTime } from '@opentelemetry/api'

/**
 * Seconds, to 100 ns. Rounded as the exporter rounds a row's duration (`msToTimeSpan`: the seconds within a minute, by
 * `toFixed`), since the same call has to have the same DurationMs by either way.
 */
export function responseTime([seconds, nanos]: HrTime): number {
  const totalMs = seconds * 1e3 + nanos / 1e6
  const minutes = Math.floor(totalMs / 60_000)
  const within = ((totalMs / 1e3) % 60).toFixed(7)
  return Number((minutes * 60 + Number(within)).toFixed(7))
}
