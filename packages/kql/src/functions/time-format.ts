import {
  dateOfTicks,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from '../values/ticks.ts'
import { constantOf, type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ticks: number
}

const two = (value: number): string => value.toString().padStart(2, '0')
const hour12 = ({ hour }: Moment): number => hour % 12 || 12
const digits =
  (count: number) =>
  (moment: Moment): string =>
    moment.ticks.toString().padStart(7, '0').slice(0, count)
const trimmed =
  (count: number) =>
  (moment: Moment): string =>
    digits(count)(moment).replace(/0+$/u, '')
const fractions = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].flatMap((count) => [
    ['f'.repeat(count), digits(count)],
    ['F'.repeat(count), trimmed(count)],
  ]),
)

type Tokens = Readonly<Record<string, (moment: Moment) => string>>

const datetimeTokens: Tokens = {
  y: ({ year }) => (year % 100).toString(),
  yy: ({ year }) => two(year % 100),
  yyyy: ({ year }) => year.toString().padStart(4, '0'),
  M: ({ month }) => month.toString(),
  MM: ({ month }) => two(month),
  d: ({ day }) => day.toString(),
  dd: ({ day }) => two(day),
  h: (moment) => hour12(moment).toString(),
  hh: (moment) => two(hour12(moment)),
  H: ({ hour }) => hour.toString(),
  HH: ({ hour }) => two(hour),
  m: ({ minute }) => minute.toString(),
  mm: ({ minute }) => two(minute),
  s: ({ second }) => second.toString(),
  ss: ({ second }) => two(second),
  tt: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  ...fractions,
}
const timespanTokens: Tokens = {
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8].map((width) => [
      'd'.repeat(width),
      ({ day }: Moment) => day.toString().padStart(width, '0'),
    ]),
  ),
  h: ({ hour }) => hour.toString(),
  hh: ({ hour }) => two(hour),
  H: ({ hour }) => hour.toString(),
  HH: ({ hour }) => two(hour),
  m: ({ minute }) => minute.toString(),
  mm: ({ minute }) => two(minute),
  s: ({ second }) => second.toString(),
  ss: ({ second }) => two(second),
  ...fractions,
}

const separators = /[\s/\-:,._[\]]/u

/** A run of one letter is read as the longest tokens that fit; anything unknown is refused, as Kusto does. */
function compile(site: Site, format: string, tokens: Tokens): (moment: Moment) => string {
  const steps: ((moment: Moment) => string)[] = []
  let rest = format
  while (rest !== '') {
    const char = rest[0] as string
    const run = /^(.)\1*/su.exec(rest)?.[0] ?? char
    const token = Array.from({ length: run.length }, (_, cut) => run.slice(cut)).find(
      (each) => tokens[each],
    )
    if (token) {
      steps.push(tokens[token] as (moment: Moment) => string)
      rest = rest.slice(token.length)
    } else if (separators.test(char)) {
      steps.push(() => char)
      rest = rest.slice(1)
    } else {
      throw refuse(
        site,
        'runtime',
        `${site.name}() does not know "${char}" in the format ${JSON.stringify(format)}`,
      )
    }
  }
  return (moment) => steps.map((step) => step(moment)).join('')
}

const momentOf = (ticks: bigint): Omit<Moment, 'year' | 'month' | 'day'> => ({
  hour: Number((ticks / ticksPerHour) % 24n),
  minute: Number((ticks / ticksPerMinute) % 60n),
  second: Number((ticks / ticksPerSecond) % 60n),
  ticks: Number(ticks % ticksPerSecond),
})

const formatDatetimeBy: Make = (site) => {
  const format = compile(site, String(constantOf(site, 1, 'a format')), datetimeTokens)
  return strict(['datetime', 'any'], (ticks: bigint) =>
    format({ ...dateOfTicks(ticks), ...momentOf(ticks) }),
  )(site)
}

const formatTimespanBy: Make = (site) => {
  const format = compile(site, String(constantOf(site, 1, 'a format')), timespanTokens)
  return strict(['timespan', 'any'], (ticks: bigint) => {
    const size = ticks < 0n ? -ticks : ticks
    const moment = { year: 0, month: 0, day: Number(size / ticksPerDay), ...momentOf(size) }
    return (ticks < 0n ? '-' : '') + format(moment)
  })(site)
}

export const timeFormatFunctions: FunctionTable = {
  format_datetime: formatDatetimeBy,
  format_timespan: formatTimespanBy,
}
