import {
  ticksOfDate,
  ticksPerMillisecond,
  ticksPerSecond,
  unixEpochTicks,
} from '../values/ticks.ts'
import { type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Time zones are those of the IANA data that Node carries. */
function formatOf(site: Site, zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  try {
    const made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, made)
    return made
  } catch {
    throw refuse(site, 'runtime', `${site.name}() does not know the time zone "${zone}"`)
  }
}

/** What a clock on the wall shows above UTC at that moment. */
function offsetAt(site: Site, ticks: bigint, zone: string): bigint {
  const whole = ticks - (ticks % ticksPerSecond)
  const moment = Number((whole - unixEpochTicks) / ticksPerMillisecond)
  const parts = new Map(
    formatOf(site, zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const midnight = ticksOfDate({ year: part('year'), month: part('month'), day: part('day') })
  if (midnight === null) throw refuse(site, 'unsupported', `${site.name}() at the end of time`)
  const clock = BigInt(part('hour') * 3600 + part('minute') * 60 + part('second')) * ticksPerSecond
  return midnight + clock - whole
}

const toLocal: Make = (site) =>
  strict(
    ['datetime', 'string'],
    (ticks: bigint, zone: string) => ticks + offsetAt(site, ticks, zone),
  )(site)

/** A time that comes twice, or never, where the clocks change has no documented answer. */
const toUtc: Make = (site) =>
  strict(['datetime', 'string'], (ticks: bigint, zone: string) => {
    const day = 864_000_000_000n
    const candidates = new Set(
      [ticks - day, ticks, ticks + day].map((near) => ticks - offsetAt(site, near, zone)),
    )
    const fitting = [...candidates].filter((utc) => utc + offsetAt(site, utc, zone) === ticks)
    const [only] = fitting
    if (only === undefined || fitting.length > 1)
      throw refuse(site, 'unsupported', `${site.name}() where the clocks of ${zone} change`)
    return only
  })(site)

export const timeZoneFunctions: FunctionTable = {
  datetime_utc_to_local: toLocal,
  datetime_local_to_utc: toUtc,
}
