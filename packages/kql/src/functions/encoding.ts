import { gunzipSync, inflateSync } from 'node:zlib'

import type { Dynamic } from '../values/dynamic.ts'
import { type Long, moduloLong, wrapLong } from '../values/number.ts'
import { type FunctionTable, type Make, refuse, strict } from './site.ts'
import { xxhash64 } from './xxhash.ts'

const text = (run: (s: string) => unknown): Make => strict(['string'], run)

const base64Text = /^(?:[\w+/-]{4})*(?:[\w+/-]{2}==|[\w+/-]{3}=)?$/u
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function bytesOf(base64: string): Buffer | null {
  return base64Text.test(base64) && !/[-_]/u.test(base64) ? Buffer.from(base64, 'base64') : null
}

/** Null for bytes that are no text. */
function textOf(bytes: Uint8Array | null): string | null {
  try {
    return bytes === null ? null : utf8.decode(bytes)
  } catch {
    return null
  }
}

function unpacked(base64: string, unpack: (bytes: Buffer) => Buffer): string | null {
  const bytes = bytesOf(base64)
  try {
    return bytes === null ? null : textOf(unpack(bytes))
  } catch {
    return null
  }
}

/** .NET writes a guid's first three fields with their lowest byte first. */
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const

function base64OfGuid(guid: string): string {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex')
  return Buffer.from(guidOrder.map((at) => bytes[at] ?? 0)).toString('base64')
}

const isByte = (item: Dynamic): item is number =>
  typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255

/** Everything but letters, digits and `-_.`, by the bytes of UTF-8, in small letters. */
const percentEncoded = (s: string): string =>
  encodeURIComponent(s)
    .replace(/[!'()*~]/gu, (char) => `%${char.charCodeAt(0).toString(16)}`)
    .replace(/%[0-9A-F]{2}/gu, (code) => code.toLowerCase())

/** A lone `%` is text. */
function percentDecoded(s: string): string | null {
  const bytes = s
    .replaceAll('+', ' ')
    .split(/(%[0-9a-f]{2})/iu)
    .map((part, index) =>
      index % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part, 'utf8'),
    )
  return textOf(Buffer.concat(bytes))
}

/** In the two's complement of the argument's width, at least as long as asked. */
const toHex: Make = (site) => {
  const bits = site.types[0] === 'int' ? 32 : 64
  return strict(['long', 'long'], (value: Long, length: Long = 0) =>
    BigInt.asUintN(bits, BigInt(value)).toString(16).padStart(Number(length), '0'),
  )(site)
}

/** Ticks as eight bytes, the lowest first. */
function hashedBytes(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value)
  const ticks = Buffer.alloc(8)
  ticks.writeBigInt64LE(value as bigint)
  return ticks
}

/** Of text and of datetimes: those the documentation shows. */
const hash: Make = (site) => {
  const [type] = site.types
  if (type !== 'string' && type !== 'datetime')
    throw refuse(site, 'unsupported', `${site.name}() of ${type} (write ${site.name}(tostring(x)))`)
  return strict(['any', 'long'], (value: unknown, modulo?: Long) => {
    if (value === null) return null
    const whole = wrapLong(xxhash64(hashedBytes(value)))
    if (modulo === undefined) return whole
    if (whole < 0)
      throw refuse(site, 'unsupported', `${site.name}() with a modulus of what hashes below zero`)
    return moduloLong(whole, modulo)
  })(site)
}

const codePoints = strict(['string'], (s: string) =>
  Array.from(s, (char) => char.codePointAt(0) ?? 0),
)

/** Of numbers, and of arrays of numbers. */
const textOfCodePoints: Make =
  (site) =>
  (...args) => {
    const points = args.flat()
    if (!points.every((each) => typeof each === 'number' && each >= 0 && each <= 0x10_ff_ff))
      throw refuse(site, 'unsupported', `${site.name}() of something else than code points`)
    return String.fromCodePoint(...(points as number[]))
  }

export const encodingFunctions: FunctionTable = {
  base64_decode_tostring: text((s) => textOf(bytesOf(s))),
  base64_decodestring: text((s) => textOf(bytesOf(s))),
  base64_decode_toarray: text((s) => {
    const bytes = bytesOf(s)
    return bytes && [...bytes]
  }),
  base64_encode_fromguid: strict(['guid'], base64OfGuid),
  base64_encode_fromarray: strict(['dynamic'], (items: Dynamic) =>
    Array.isArray(items) && items.every(isByte) ? Buffer.from(items).toString('base64') : null,
  ),
  url_encode: text((s) => percentEncoded(s).replaceAll('%20', '+')),
  url_encode_component: text(percentEncoded),
  url_decode: text(percentDecoded),
  zlib_decompress_from_base64_string: text((s) => unpacked(s, inflateSync)),
  gzip_decompress_from_base64_string: text((s) => unpacked(s, gunzipSync)),
  tohex: toHex,
  hash,
  hash_xxhash64: hash,
  to_utf8: codePoints,
  unicode_codepoints_from_string: codePoints,
  make_string: textOfCodePoints,
  unicode_codepoints_to_string: textOfCodePoints,
}
