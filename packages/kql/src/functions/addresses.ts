import type { Dynamic } from '../values/dynamic.ts'
import type { Long } from '../values/number.ts'
import { type FunctionTable, type Make, refuse, strict } from './site.ts'

/** An IPv4 address and how many of its bits count. */
interface Address {
  readonly bits: number
  readonly prefix: number
}

const addressText = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/u

function addressOf(text: string): Address | null {
  const found = addressText.exec(text.trim())
  if (!found) return null
  const bytes = found.slice(1, 5).map(Number)
  const prefix = Number(found[5] ?? 32)
  if (bytes.some((each) => each > 255) || prefix > 32) return null
  return { bits: bytes.reduce((all, each) => all * 256 + each, 0), prefix }
}

const masked = ({ bits, prefix }: Address): number => {
  const rest = 2 ** (32 - prefix)
  return Math.floor(bits / rest) * rest
}

const shown = (bits: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.')

/** A prefix given beside the text narrows the text's own; outside 0 to 32 there is no answer. */
function narrowed(text: string, prefix: Long | undefined): Address | null {
  const address = addressOf(text)
  if (!address || prefix === undefined) return address
  const bits = Number(prefix)
  if (bits < 0 || bits > 32) return null
  return { ...address, prefix: Math.min(address.prefix, bits) }
}

/** Below zero, zero or above, under the shortest of all prefixes. */
function compared(a: string, b: string, prefix?: Long): number | null {
  const [left, right] = [narrowed(a, prefix), narrowed(b, prefix)]
  if (!left || !right) return null
  const common = Math.min(left.prefix, right.prefix)
  return Math.sign(
    masked({ bits: left.bits, prefix: common }) - masked({ bits: right.bits, prefix: common }),
  )
}

const matches = (a: string, b: string, prefix?: Long): boolean | null => {
  const order = compared(a, b, prefix)
  return order === null ? null : order === 0
}

/** The address lies in the range of the other's prefix. */
function within(ip: string, range: string): boolean | null {
  const [address, outer] = [addressOf(ip), addressOf(range)]
  return address && outer && masked({ bits: address.bits, prefix: outer.prefix }) === masked(outer)
}

const inAnyRange: Make =
  (site) =>
  (ip, ...ranges) => {
    const all: readonly Dynamic[] = ranges.flat()
    if (!all.every((range) => typeof range === 'string'))
      throw refuse(site, 'unsupported', `${site.name}() with ranges that are no text`)
    const found = all.map((range) => within(ip as string, range))
    return found.includes(true) ? true : found.every((each) => each === null) ? null : false
  }

const wholeAddress = /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu

/** The addresses of a text that stand between characters that are no letters or digits. */
const addressesIn = (text: string): string[] =>
  (text.match(wholeAddress) ?? []).filter((each) => addressOf(each) !== null)

/** A whole address, or its beginning up to a dot: `127.0.`. */
const prefixText = /^(?:\d{1,3}\.){1,3}$/u

const isIn =
  (withPrefixes: boolean) =>
  (text: string, wanted: string): boolean => {
    if (addressOf(wanted) !== null) return addressesIn(text).includes(wanted)
    const prefix = withPrefixes && prefixText.test(wanted)
    return prefix && addressesIn(text).some((each) => each.startsWith(wanted))
  }

/** Addresses come one by one, or as an array. */
const hasAny = (withPrefixes: boolean): Make => {
  const test = isIn(withPrefixes)
  return () =>
    (text, ...wanted) =>
      wanted.flat().some((each) => typeof each === 'string' && test(text as string, each))
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const

/** An address with a prefix is private when its whole range is. */
function isPrivate(text: string): boolean | null {
  const address = addressOf(text)
  if (!address) return null
  return privateRanges.some(
    (range) => (addressOf(range)?.prefix ?? 0) <= address.prefix && within(text, range) === true,
  )
}

/** A number is an address, too. */
const format = (withMask: boolean): Make => {
  const print = (address: Address | null): string =>
    address ? shown(masked(address)) + (withMask ? `/${address.prefix}` : '') : ''
  return (site) =>
    site.types[0] === 'string'
      ? strict(['string', 'long'], (text: string, prefix?: Long) => print(narrowed(text, prefix)))(
          site,
        )
      : strict(['long', 'long'], (bits: Long, prefix?: Long) =>
          bits < 0 || bits > 0xff_ff_ff_ff ? '' : print(narrowed(shown(Number(bits)), prefix)),
        )(site)
}

const parsed = (text: string, prefix?: Long): number | null => {
  const address = narrowed(text, prefix)
  return address && masked(address)
}

export const addressFunctions: FunctionTable = {
  has_ipv4: strict(['string', 'string'], isIn(false)),
  has_ipv4_prefix: strict(['string', 'string'], isIn(true)),
  has_any_ipv4: hasAny(false),
  has_any_ipv4_prefix: hasAny(true),
  parse_ipv4: strict(['string'], (text: string) => parsed(text)),
  parse_ipv4_mask: strict(['string', 'long'], parsed),
  ipv4_compare: strict(['string', 'string', 'long'], compared),
  ipv4_is_match: strict(['string', 'string', 'long'], matches),
  ipv4_is_in_range: strict(['string', 'string'], within),
  ipv4_is_in_any_range: inAnyRange,
  ipv4_is_private: strict(['string'], isPrivate),
  ipv4_netmask_suffix: strict(['string'], (text: string) => addressOf(text)?.prefix ?? null),
  format_ipv4: format(false),
  format_ipv4_mask: format(true),
}
