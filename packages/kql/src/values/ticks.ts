/** Ticks of 100 ns from 0001-01-01 to the Unix epoch. */
export const unixEpochTicks = 621_355_968_000_000_000n
export const ticksPerMicrosecond = 10n
export const ticksPerMillisecond = 10_000n
export const ticksPerSecond = 10_000_000n
export const ticksPerMinute = 600_000_000n
export const ticksPerHour = 36_000_000_000n
export const ticksPerDay = 864_000_000_000n
/** 9999-12-31T23:59:59.9999999 */
export const maxDatetime = 3_155_378_975_999_999_999n

/** A datetime within 0001…9999, or null as Kusto gives for anything outside. */
export function datetimeOrNull(ticks: bigint): bigint | null {
  return ticks < 0n || ticks > maxDatetime ? null : ticks
}

/** A timespan within 64 bits, or null. */
export function timespanOrNull(ticks: bigint): bigint | null {
  return BigInt.asIntN(64, ticks) === ticks ? ticks : null
}

export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Ticks of midnight; null for a day that does not exist. */
export function ticksOfDate({ year, month, day }: CivilDate): bigint | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return null
  const date = new Date(0)
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1) return null
  return BigInt(date.getTime()) * ticksPerMillisecond + unixEpochTicks
}

/** The day in which a datetime lies. */
export function dateOfTicks(ticks: bigint): CivilDate {
  const days = Number(ticks / ticksPerDay)
  const date = new Date(days * 86_400_000 - Number(unixEpochTicks / ticksPerMillisecond))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

const fraction = (digits: string | undefined): bigint => {
  if (!digits) return 0n
  // Digits beyond the seventh are rounded, as .NET does when it parses.
  const seven = BigInt(digits.slice(0, 7).padEnd(7, '0'))
  return digits.length > 7 && digits.charCodeAt(7) >= 53 ? seven + 1n : seven
}

const iso =
  /^\s*(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:(?:[T ]\s*|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?\s*$/iu
const american =
  /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*(Z)?)?\s*$/iu

interface Parsed {
  readonly date: CivilDate
  readonly clock: readonly (string | undefined)[]
}

function datetimeParts(text: string): Parsed | undefined {
  const match = iso.exec(text)
  if (match) {
    const [, year, month, day = '1', ...clock] = match
    return { date: { year: Number(year), month: Number(month), day: Number(day) }, clock }
  }
  const us = american.exec(text)
  if (!us) return undefined
  const [, month, day, year, ...clock] = us
  return { date: { year: Number(year), month: Number(month), day: Number(day) }, clock }
}

function zoneTicks(zone: string | undefined): bigint {
  if (!zone || /^z$/iu.test(zone)) return 0n
  const digits = zone.slice(1).replace(':', '')
  const minutes = BigInt(digits.slice(0, 2)) * 60n + BigInt(digits.slice(2))
  return (zone.startsWith('-') ? -minutes : minutes) * ticksPerMinute
}

/** Ticks of a datetime as people write it; null when it is none. */
export function parseDatetime(text: string): bigint | null {
  const parts = datetimeParts(text)
  if (!parts) return null
  const midnight = ticksOfDate(parts.date)
  const [hour = '0', minute = '0', second = '0', digits, zone] = parts.clock
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return null
  const clock =
    BigInt(hour) * ticksPerHour + BigInt(minute) * ticksPerMinute + BigInt(second) * ticksPerSecond
  return datetimeOrNull(midnight + clock + fraction(digits) - zoneTicks(zone))
}

const unitTicks: Readonly<Record<string, bigint>> = {
  d: ticksPerDay,
  day: ticksPerDay,
  days: ticksPerDay,
  h: ticksPerHour,
  hr: ticksPerHour,
  hrs: ticksPerHour,
  hour: ticksPerHour,
  hours: ticksPerHour,
  m: ticksPerMinute,
  min: ticksPerMinute,
  minute: ticksPerMinute,
  minutes: ticksPerMinute,
  s: ticksPerSecond,
  sec: ticksPerSecond,
  second: ticksPerSecond,
  seconds: ticksPerSecond,
  ms: ticksPerMillisecond,
  milli: ticksPerMillisecond,
  millis: ticksPerMillisecond,
  millisec: ticksPerMillisecond,
  millisecond: ticksPerMillisecond,
  milliseconds: ticksPerMillisecond,
  micro: ticksPerMicrosecond,
  micros: ticksPerMicrosecond,
  microsec: ticksPerMicrosecond,
  microsecond: ticksPerMicrosecond,
  microseconds: ticksPerMicrosecond,
  tick: 1n,
  ticks: 1n,
}

/** A decimal number of units in ticks, exact, cut to whole ticks. */
export function scaledTicks(decimal: string, unit: bigint): bigint {
  const negative = decimal.startsWith('-')
  const [whole = '', digits = ''] = decimal.replace(/^[+-]/u, '').split('.')
  const scaled = (BigInt((whole || '0') + digits) * unit) / 10n ** BigInt(digits.length)
  return negative ? -scaled : scaled
}

const withUnit = /^\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-z]+)\s*$/iu
const clockSpan = /^\s*(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/u

/** Ticks of a timespan as text: `1d`, `13:00`, `1.02:03:04.5`, or a bare count of days; null when it is none. */
export function parseTimespan(text: string): bigint | null {
  const unit = withUnit.exec(text)
  if (unit) {
    const ticks = unitTicks[(unit[2] ?? '').toLowerCase()]
    return ticks === undefined ? null : timespanOrNull(scaledTicks(unit[1] ?? '0', ticks))
  }
  if (/^\s*[+-]?\d+\s*$/u.test(text)) return timespanOrNull(BigInt(text.trim()) * ticksPerDay)
  const match = clockSpan.exec(text)
  if (!match) return null
  const [, minus, days = '0', hours = '0', minutes = '0', seconds = '0', digits] = match
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  const ticks =
    BigInt(days) * ticksPerDay +
    BigInt(hours) * ticksPerHour +
    BigInt(minutes) * ticksPerMinute +
    BigInt(seconds) * ticksPerSecond +
    fraction(digits)
  return timespanOrNull(minus ? -ticks : ticks)
}

const pad = (value: number | bigint, width: number): string => value.toString().padStart(width, '0')

/** `2020-01-01T12:30:00.0000000Z` */
export function formatDatetime(ticks: bigint): string {
  const { year, month, day } = dateOfTicks(ticks)
  const clock = ticks % ticksPerDay
  return (
    `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${pad(clock / ticksPerHour, 2)}:` +
    `${pad((clock / ticksPerMinute) % 60n, 2)}:${pad((clock / ticksPerSecond) % 60n, 2)}.` +
    `${pad(clock % ticksPerSecond, 7)}Z`
  )
}

/** `[-][d.]hh:mm:ss[.fffffff]` */
export function formatTimespan(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const days = size / ticksPerDay
  const rest = size % ticksPerSecond
  return (
    `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${pad((size / ticksPerHour) % 24n, 2)}:` +
    `${pad((size / ticksPerMinute) % 60n, 2)}:${pad((size / ticksPerSecond) % 60n, 2)}` +
    (rest > 0n ? `.${pad(rest, 7)}` : '')
  )
}
