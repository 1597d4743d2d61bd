import type { Long } from '../values/number.ts'
import { floorTo, longOrNull } from '../values/number.ts'
import {
  type CivilDate,
  dateOfTicks,
  datetimeOrNull,
  maxDatetime,
  ticksOfDate,
  ticksPerDay,
  ticksPerHour,
  ticksPerMicrosecond,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
  timespanOrNull,
  unixEpochTicks,
} from '../values/ticks.ts'
import { constantOf, type FunctionTable, type Make, refuse, strict } from './site.ts'

const part = (run: (ticks: bigint) => unknown): Make => strict(['datetime'], run)
const clock =
  (size: bigint, count: bigint) =>
  (ticks: bigint): number =>
    Number((ticks / size) % count)

type Unit = 'day' | 'week' | 'month' | 'year'

/** 0001-01-01 was a Monday; Kusto's week starts on Sunday. */
const weekday = (ticks: bigint): number => Number((ticks / ticksPerDay + 1n) % 7n)

/** Null on the last day that a datetime can hold, as Kusto has it: the day after does not exist. */
const dayOfWeek = (ticks: bigint): bigint | null =>
  ticks + ticksPerDay > maxDatetime ? null : BigInt(weekday(ticks)) * ticksPerDay

function monthOffset(date: CivilDate, months: number): CivilDate {
  const index = date.year * 12 + date.month - 1 + months
  return { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1, day: date.day }
}

function startOf(unit: Unit, ticks: bigint, offset: number): bigint | null {
  const date = dateOfTicks(ticks)
  switch (unit) {
    case 'day':
      return datetimeOrNull(ticks - (ticks % ticksPerDay) + BigInt(offset) * ticksPerDay)
    case 'week': {
      const day = ticks - (ticks % ticksPerDay)
      return datetimeOrNull(day + BigInt(offset * 7 - weekday(ticks)) * ticksPerDay)
    }
    case 'month':
      return ticksOfDate(monthOffset({ ...date, day: 1 }, offset))
    case 'year':
      return ticksOfDate({ year: date.year + offset, month: 1, day: 1 })
    default:
      return unit satisfies never
  }
}

const start = (unit: Unit): Make =>
  strict(['datetime', 'long'], (ticks: bigint, offset: Long = 0) =>
    startOf(unit, ticks, Number(offset)),
  )
/** The next start minus one tick. */
const end = (unit: Unit): Make =>
  strict(['datetime', 'long'], (ticks: bigint, offset: Long = 0) => {
    const next = startOf(unit, ticks, Number(offset) + 1)
    if (next !== null) return next - 1n
    return startOf(unit, ticks, Number(offset)) === null ? null : maxDatetime
  })

/** ISO 8601: the week of the year's first Thursday is the first. */
function isoWeek(ticks: bigint): number {
  const day = ticks / ticksPerDay
  const thursday = floorTo(day, 7n) + 3n
  const { year } = dateOfTicks(thursday * ticksPerDay)
  const first = (ticksOfDate({ year, month: 1, day: 1 }) ?? 0n) / ticksPerDay
  return Number((thursday - first) / 7n) + 1
}

const dayOfYear = (ticks: bigint): number => {
  const { year } = dateOfTicks(ticks)
  return Number((ticks - (ticksOfDate({ year, month: 1, day: 1 }) ?? 0n)) / ticksPerDay) + 1
}

const sizes: Readonly<Record<string, bigint>> = {
  week: 7n * ticksPerDay,
  day: ticksPerDay,
  hour: ticksPerHour,
  minute: ticksPerMinute,
  second: ticksPerSecond,
  millisecond: ticksPerMillisecond,
  microsecond: ticksPerMicrosecond,
  nanosecond: 0n,
}
const months: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 }
const unitOf = (name: unknown): string => String(name).toLowerCase()

/** Months clamp to the last day: 31 January and a month is 29 February 2020. */
function addMonths(ticks: bigint, count: number): bigint | null {
  const date = dateOfTicks(ticks)
  const target = monthOffset(date, count)
  for (let day = target.day; day > 27; day--) {
    const midnight = ticksOfDate({ ...target, day })
    if (midnight !== null) return midnight + (ticks % ticksPerDay)
  }
  const midnight = ticksOfDate(target)
  return midnight === null ? null : midnight + (ticks % ticksPerDay)
}

const datetimeAdd: Make = (site) => {
  const unit = unitOf(constantOf(site, 0, 'a unit'))
  const size = sizes[unit]
  const step = months[unit]
  if (!size && step === undefined) throw refuse(site, 'unsupported', `datetime_add() by "${unit}"`)
  return strict(['any', 'long', 'datetime'], (_unit: string, count: Long, ticks: bigint) =>
    size
      ? datetimeOrNull(ticks + BigInt(count) * size)
      : addMonths(ticks, Number(count) * (step ?? 1)),
  )(site)
}

/** How many Sundays have begun: the first day of all was a Monday. */
const sundays = (ticks: bigint): bigint => (ticks / ticksPerDay + 1n) / 7n

/** Counts the boundaries between; negative when the first is earlier. */
const datetimeDiff: Make = (site) => {
  const unit = unitOf(constantOf(site, 0, 'a unit'))
  const size = sizes[unit]
  const step = months[unit]
  if (!size && step === undefined && unit !== 'nanosecond') {
    throw refuse(site, 'unsupported', `datetime_diff() in "${unit}"`)
  }
  if (unit === 'week') {
    // What division or text make of Kusto's real is not what the analyser says (`language/weeks.ts`).
    if (site.type !== 'real')
      throw refuse(
        site,
        'unsupported',
        `datetime_diff() in weeks that is computed with (write datetime_diff('day', …) / 7)`,
      )
    return strict(['any', 'datetime', 'datetime'], (_unit: string, a: bigint, b: bigint) =>
      Number(sundays(a) - sundays(b)),
    )(site)
  }
  const index = (ticks: bigint): bigint => {
    if (unit === 'nanosecond') return ticks * 100n
    if (size) return ticks / size
    const { year, month } = dateOfTicks(ticks)
    return BigInt(Math.floor((year * 12 + month - 1) / (step ?? 1)))
  }
  return strict(['any', 'datetime', 'datetime'], (_unit: string, a: bigint, b: bigint) =>
    longOrNull(index(a) - index(b)),
  )(site)
}

const datetimePart: Make = (site) => {
  const unit = unitOf(constantOf(site, 0, 'a part'))
  const run = parts[unit]
  if (!run) throw refuse(site, 'unsupported', `datetime_part() of "${unit}"`)
  return strict(['any', 'datetime'], (_unit: string, ticks: bigint) => run(ticks))(site)
}

const parts: Readonly<Record<string, (ticks: bigint) => number>> = {
  year: (ticks) => dateOfTicks(ticks).year,
  quarter: (ticks) => Math.ceil(dateOfTicks(ticks).month / 3),
  month: (ticks) => dateOfTicks(ticks).month,
  week_of_year: isoWeek,
  day: (ticks) => dateOfTicks(ticks).day,
  dayofyear: dayOfYear,
  hour: clock(ticksPerHour, 24n),
  minute: clock(ticksPerMinute, 60n),
  second: clock(ticksPerSecond, 60n),
  millisecond: clock(ticksPerMillisecond, 1000n),
  microsecond: clock(ticksPerMicrosecond, 1_000_000n),
}

const makeDatetime: Make = (site) => {
  if (site.types.length === 1) return strict(['datetime'], (x: bigint) => x)(site)
  return strict(
    ['long', 'long', 'long', 'long', 'long', 'real'],
    (year: Long, month: Long, day: Long, hour: Long = 0, minute: Long = 0, second = 0) => {
      const midnight = ticksOfDate({ year: Number(year), month: Number(month), day: Number(day) })
      const [h, m] = [Number(hour), Number(minute)]
      if (midnight === null || h < 0 || h > 23 || m < 0 || m > 59 || second < 0 || second >= 60)
        return null
      return midnight + clockTicks(h, m, second)
    },
  )(site)
}

const clockTicks = (hour: number, minute: number, second: number): bigint =>
  BigInt(hour) * ticksPerHour + BigInt(minute) * ticksPerMinute + BigInt(Math.round(second * 1e7))

/** `(h, m)`, `(h, m, s)` or `(d, h, m, s)`. */
const makeTimespan: Make = (site) => {
  const count = site.types.length
  if (count === 1) return strict(['timespan'], (x: bigint) => x)(site)
  return strict(['real'], (...args: number[]) => {
    const [day = 0, hour = 0, minute = 0, second = 0] = count === 4 ? args : [0, ...args]
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second >= 60)
      return null
    return timespanOrNull(BigInt(Math.trunc(day)) * ticksPerDay + clockTicks(hour, minute, second))
  })(site)
}

const fromUnix = (unit: bigint, nanoseconds = false): Make =>
  strict(['real'], (count: number) => {
    if (!Number.isFinite(count)) return null
    const ticks = nanoseconds
      ? BigInt(Math.trunc(count / 100))
      : BigInt(Math.trunc(count * Number(unit)))
    return datetimeOrNull(unixEpochTicks + ticks)
  })

const now: Make = (site) =>
  site.types.length === 0
    ? () => site.now
    : strict(['timespan'], (span: bigint) => datetimeOrNull(site.now + span))(site)
const ago: Make = (site) =>
  strict(['timespan'], (span: bigint) => datetimeOrNull(site.now - span))(site)

export const timeFunctions: FunctionTable = {
  now,
  ago,
  startofday: start('day'),
  startofweek: start('week'),
  startofmonth: start('month'),
  startofyear: start('year'),
  endofday: end('day'),
  endofweek: end('week'),
  endofmonth: end('month'),
  endofyear: end('year'),
  dayofweek: part(dayOfWeek),
  dayofmonth: part((ticks) => dateOfTicks(ticks).day),
  dayofyear: part(dayOfYear),
  hourofday: part(clock(ticksPerHour, 24n)),
  monthofyear: part((ticks) => dateOfTicks(ticks).month),
  getmonth: part((ticks) => dateOfTicks(ticks).month),
  getyear: part((ticks) => dateOfTicks(ticks).year),
  week_of_year: part(isoWeek),
  weekofyear: part(isoWeek),
  datetime_add: datetimeAdd,
  datetime_diff: datetimeDiff,
  datetime_part: datetimePart,
  datepart: datetimePart,
  make_datetime: makeDatetime,
  make_timespan: makeTimespan,
  unixtime_seconds_todatetime: fromUnix(ticksPerSecond),
  unixtime_milliseconds_todatetime: fromUnix(ticksPerMillisecond),
  unixtime_microseconds_todatetime: fromUnix(ticksPerMicrosecond),
  unixtime_nanoseconds_todatetime: fromUnix(0n, true),
}
