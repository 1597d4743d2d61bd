import type { Messages } from './en.ts'

/** How values are written in one language. Empty text for what is not there. */
export interface Formats {
  readonly count: (value: unknown) => string
  /** 12.9 K for the big figures of the overview. */
  readonly compact: (value: unknown) => string
  readonly milliseconds: (value: unknown) => string
  readonly percent: (share: number) => string
  /** A length in minutes, in the largest whole unit: 1 day, 15 minutes. */
  readonly minutes: (value: number) => string
  /** A difference of two shares in percentage points, with its sign. */
  readonly points: (difference: number) => string
  readonly score: (value: unknown) => string
  readonly dollars: (value: unknown) => string
  readonly bytes: (value: unknown) => string
  readonly dateTime: (iso: unknown) => string
  /** To the second, without the date where it is today. */
  readonly moment: (iso: unknown) => string
  readonly relative: (iso: unknown, now: number) => string
}

const number = (value: unknown): number | undefined => {
  const read = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}

const written = (value: unknown, write: (value: number) => string): string => {
  const read = number(value)
  return read === undefined ? '' : write(read)
}

const date = (value: unknown): Date | undefined => {
  const read = typeof value === 'string' ? new Date(value) : undefined
  return read === undefined || Number.isNaN(read.getTime()) ? undefined : read
}

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

export function formatsOf(language: string, { relative }: Messages): Formats {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const short = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3,
  })
  const decimal = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 })
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const signed = new Intl.NumberFormat(language, {
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumSignificantDigits: 3,
  })
  const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' })
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  return {
    count: (value) => written(value, (read) => whole.format(read)),
    compact: (value) =>
      written(value, (read) => (Math.abs(read) < 10_000 ? whole : short).format(read)),
    milliseconds: (value) => written(value, (read) => durationText(read, decimal)),
    minutes: (value) => lengthText(value, language),
    percent: (value) => (Number.isFinite(value) ? share.format(value) : ''),
    points: (value) => `${signed.format(value * 100)} pt`,
    score: (value) => written(value, (read) => decimal.format(read)),
    dollars: (value) => written(value, (read) => money.format(read)),
    bytes: (value) => written(value, (read) => bytesText(read, decimal)),
    dateTime: (iso) => {
      const read = date(iso)
      return read === undefined ? '' : full.format(read)
    },
    moment: (iso) => {
      const read = date(iso)
      if (read === undefined) return ''
      const isToday = read.toDateString() === new Date().toDateString()
      return isToday ? clock.format(read) : `${day.format(read)} ${clock.format(read)}`
    },
    relative: (iso, now) => {
      const read = date(iso)
      if (read === undefined) return ''
      const passed = read.getTime() - now
      const step = STEPS.find(([, size]) => Math.abs(passed) >= size)
      if (step === undefined || Math.abs(passed) < 5000) return relative.now
      return ago.format(Math.round(passed / step[1]), step[0])
    },
  }
}

function durationText(milliseconds: number, decimal: Intl.NumberFormat): string {
  if (milliseconds < 1000) return `${decimal.format(milliseconds)}\u00a0ms`
  if (milliseconds < 60_000) return `${decimal.format(milliseconds / 1000)}\u00a0s`
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`
}

const LENGTHS = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const

function lengthText(minutes: number, language: string): string {
  const [unit, size] = LENGTHS.find(([, each]) => minutes % each === 0) ?? ['minute', 1]
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(language, style).format(minutes / size)
}

function bytesText(bytes: number, decimal: Intl.NumberFormat): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  return `${decimal.format(bytes / 1024 ** power)} ${units[power]}`
}
