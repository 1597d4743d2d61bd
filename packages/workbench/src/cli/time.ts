import { CliError } from './cli-error.ts'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * A time that somebody typed: `7d`, `12h` or `30m` before `now`, or ISO 8601.
 *
 * @throws CliError naming the option
 */
export function readTime(text: string, option: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text.trim()) ?? []
  if (count !== undefined && unit !== undefined)
    return new Date(now.getTime() - Number(count) * UNITS[unit as keyof typeof UNITS])
  const time = new Date(text)
  if (/^\d{4}-\d\d/.test(text.trim()) && !Number.isNaN(time.getTime())) return time
  throw new CliError(
    `${option} ${text}: write how long ago (30m, 12h, 7d) or a time such as 2026-03-01T09:00Z.`,
  )
}
