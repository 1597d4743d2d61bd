import { dynamicText } from '../values/convert.ts'
import { Decimal } from '../values/decimal.ts'
import type { Dynamic } from '../values/dynamic.ts'
import type { Long } from '../values/number.ts'
import { type FunctionTable, type Make, refuse, strict } from './site.ts'

const points = (text: string): string[] => Array.from(text)

/** Each character of the first list becomes that at its place in the second, whose last one serves for the rest. */
function translate(from: string, to: string, text: string): string {
  const [wanted, given] = [points(from), points(to)]
  const table = new Map(
    wanted.map((char, at) => [char, given[at] ?? given.at(-1) ?? '']).toReversed() as [
      string,
      string,
    ][],
  )
  return points(text)
    .map((char) => table.get(char) ?? char)
    .join('')
}

/** One replacement after the other. */
function replaceAll(text: string, wanted: Dynamic, by: Dynamic): string | null {
  if (!Array.isArray(wanted) || !Array.isArray(by)) return null
  return (wanted as readonly Dynamic[]).reduce<string>((done, each, at) => {
    const find = dynamicText(each)
    return find === ''
      ? done
      : done.replaceAll(find, () => dynamicText((by as readonly Dynamic[])[at] ?? ''))
  }, text)
}

const quoted = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/gu, String.raw`\$&`)

const partDigits = 8
/** Up to four numbers of up to eight digits, side by side in one decimal. */
function versionOf(text: string): Decimal | null {
  const parts = text.split('.')
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/u.test(part))) return null
  const padded = [0, 1, 2, 3].map((at) => (parts[at] ?? '').padStart(partDigits, '0'))
  return new Decimal(BigInt(padded.join('')), 0)
}

const assertion: Make = (site) => {
  const [condition] = site.constants
  if (!condition) throw refuse(site, 'runtime', 'assert() of something else than a constant')
  if (condition.value !== true)
    throw refuse(site, 'runtime', `assert() has failed: ${String(site.constants[1]?.value)}`)
  return () => true
}

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** In the greatest unit of which there is one whole, or in the one asked for. Whether zeros end it is not documented. */
const formatBytes: Make = (site) =>
  strict(['real', 'long', 'string'], (size: number, precision: Long = 0, unit = '') => {
    const power = byteUnits.findLastIndex((_, at) => size >= 1024 ** at)
    const index = unit === '' ? Math.max(0, power) : byteUnits.findIndex((each) => each === unit)
    const places = Number(precision)
    if (index < 0 || !(size >= 0) || places < 0 || places > 15)
      throw refuse(site, 'unsupported', `${site.name}() of this size, precision or unit`)
    const text = (size / 1024 ** index).toFixed(places)
    if (places > 0 && text.endsWith('0'))
      throw refuse(site, 'unsupported', `${site.name}() of a number that ends in zeros`)
    return `${text} ${byteUnits[index]}`
  })(site)

export const textFormFunctions: FunctionTable = {
  translate: strict(['string'], translate),
  replace_strings: strict(['string', 'dynamic', 'dynamic'], replaceAll),
  regex_quote: strict(['string'], quoted),
  format_bytes: formatBytes,
  parse_version: strict(['string'], versionOf),
  assert: assertion,
}
