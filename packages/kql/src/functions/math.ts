import { type Long, wrapLong } from '../values/number.ts'
import { type FunctionTable, type Make, refuse, strict } from './site.ts'

const real = (run: (x: number) => number | null): Make => strict(['real'], run)

/** Half away from zero, on the decimal digits that the number prints. */
function roundTo(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value
  const shifted = Number(`${Math.abs(value)}e${digits}`)
  if (!Number.isFinite(shifted)) {
    const scale = 10 ** digits
    return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale
  }
  const rounded = Number(`${Math.round(shifted)}e${-digits}`)
  return Number.isNaN(rounded) ? value : Math.sign(value) * rounded
}

const abs: Make = (site) => {
  const [type] = site.types
  if (type === 'timespan') {
    return strict(['timespan'], (x: bigint) => (x < 0n ? -x : x))(site)
  }
  if (type === 'int' || type === 'long') {
    return strict(['long'], (x: Long) =>
      typeof x === 'number' ? Math.abs(x) : wrapLong(x < 0n ? -x : x),
    )(site)
  }
  return real(Math.abs)(site)
}

const logarithm = (run: (x: number) => number): Make =>
  // A negative number has none: null, not NaN.
  real((x) => (x < 0 ? null : run(x)))

const bits = (run: (a: bigint, b: bigint) => bigint): Make =>
  strict(['long', 'long'], (a: Long, b: Long) => wrapLong(run(BigInt(a), BigInt(b))))

/** By the number's rest of 64; a negative one has no answer. */
const shift = (run: (a: bigint, by: bigint) => bigint): Make =>
  strict(['long', 'long'], (a: Long, by: Long) =>
    by < 0 ? null : wrapLong(run(BigInt(a), BigInt(by) % 64n)),
  )

const ceiling: Make = (site) => {
  const [type] = site.types
  if (type === 'int' || type === 'long') return (x) => x
  return real((x) => Math.ceil(x) + 0)(site)
}

/** Null of a null; integers are what they are. */
const realTest =
  (test: (x: unknown) => boolean, otherwise: boolean): Make =>
  (site) =>
    site.types[0] === 'real'
      ? (x) => (x === null ? null : test(x))
      : (x) => (x === null ? null : otherwise)

const random: Make = (site) => {
  throw refuse(site, 'unsupported', 'rand(): answers must be repeatable')
}

export const mathFunctions: FunctionTable = {
  abs,
  round: strict(['real', 'long'], (x: number, digits: Long = 0) => roundTo(x, Number(digits))),
  ceiling,
  sqrt: real(Math.sqrt),
  exp: real(Math.exp),
  exp2: real((x) => 2 ** x),
  exp10: real((x) => 10 ** x),
  log: logarithm(Math.log),
  log2: logarithm(Math.log2),
  log10: logarithm(Math.log10),
  pow: strict(['real', 'real'], (x: number, y: number) => x ** y),
  sign: real((x) => Math.sign(x)),
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  asin: real(Math.asin),
  acos: real(Math.acos),
  atan: real(Math.atan),
  atan2: strict(['real', 'real'], Math.atan2),
  pi: () => () => Math.PI,
  degrees: real((x) => (x * 180) / Math.PI),
  radians: real((x) => (x * Math.PI) / 180),
  isnan: realTest(Number.isNaN, false),
  isinf: realTest((x) => x === Infinity || x === -Infinity, false),
  isfinite: realTest(Number.isFinite, true),
  binary_and: bits((a, b) => a & b),
  binary_or: bits((a, b) => a | b),
  binary_xor: bits((a, b) => a ^ b),
  binary_not: strict(['long'], (a: Long) => wrapLong(~BigInt(a))),
  binary_shift_left: shift((a, by) => a << by),
  binary_shift_right: shift((a, by) => a >> by),
  bitset_count_ones: strict(
    ['long'],
    (a: Long) => BigInt.asUintN(64, BigInt(a)).toString(2).replaceAll('0', '').length,
  ),
  rand: random,
}
