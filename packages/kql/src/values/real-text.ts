/**
 * Text of reals as Kusto writes them. The recorded answers (0.1 + 0.2 is `0.30000000000000007`, 1.0 is `1.0`, -0.0 is
 * `-0.0`) are what Grisu2 (Loitsch, 2010) gives as the C++ library RapidJSON has it: the last digit moves towards the
 * value only while fewer than nine fractional digits were made, else it stays where the interval's upper bound left it.
 * The text always reads back as the same real.
 */

/** A float of 64 bits: `f * 2^e`. */
interface Wide {
  readonly f: bigint
  readonly e: number
}

const bits = 64
const top = 1n << 63n
const hiddenBit = 1n << 52n

/** The product's upper half, rounded. */
function product(a: Wide, b: Wide): Wide {
  const whole = a.f * b.f
  return { f: (whole >> 64n) + ((whole & top) === 0n ? 0n : 1n), e: a.e + b.e + bits }
}

function normal({ f, e }: Wide): Wide {
  const shift = bits - f.toString(2).length
  return { f: f << BigInt(shift), e: e - shift }
}

const view = new DataView(new ArrayBuffer(8))

/** Significand and exponent of a positive, finite real. */
function partsOf(value: number): Wide {
  view.setFloat64(0, value)
  const raw = view.getBigUint64(0)
  const exponent = Number(raw >> 52n)
  const fraction = raw & (hiddenBit - 1n)
  return exponent === 0
    ? { f: fraction, e: -1074 }
    : { f: fraction | hiddenBit, e: exponent - 1075 }
}

const powers = new Map<number, Wide>()

/** 10^power in 64 bits, rounded to nearest. */
function powerOfTen(power: number): Wide {
  const known = powers.get(power)
  if (known) return known
  // 1200 spare bits are enough for 10^-348.
  const exact = power >= 0 ? (10n ** BigInt(power)) << 1200n : (1n << 2400n) / 10n ** BigInt(-power)
  const spare = power >= 0 ? 1200 : 2400
  const excess = exact.toString(2).length - bits
  const half = 1n << BigInt(excess - 1)
  const made = normal({ f: (exact + half) >> BigInt(excess), e: excess - spare })
  powers.set(power, made)
  return made
}

/** Digits and the power of ten of the last one. */
interface Digits {
  readonly digits: string
  readonly power: number
}

function grisu(value: number): Digits {
  const exact = partsOf(value)
  const above = normal({ f: (exact.f << 1n) + 1n, e: exact.e - 1 })
  // Below a power of two the gap is half as wide.
  const below =
    exact.f === hiddenBit
      ? { f: (exact.f << 2n) - 1n, e: exact.e - 2 }
      : { f: (exact.f << 1n) - 1n, e: exact.e - 1 }
  const lower: Wide = { f: below.f << BigInt(below.e - above.e), e: above.e }

  // Powers of ten in steps of eight bring the upper bound's exponent into -60 … -32.
  const step = (Math.ceil((-61 - above.e) * 0.301_029_995_663_981_14 + 347) >> 3) + 1
  const power = -348 + step * 8
  const scale = powerOfTen(power)
  const high = product(above, scale)
  const delta = high.f - 1n - (product(lower, scale).f + 1n)
  const distance = high.f - 1n - product(normal(exact), scale).f
  const made = generate(high.f - 1n, high.e, delta, distance)
  return { digits: made.digits, power: made.power - power }
}

function generate(upper: bigint, exponent: number, width: bigint, distance: bigint): Digits {
  const shift = BigInt(-exponent)
  const one = 1n << shift
  const whole = (upper >> shift).toString()
  let rest = upper & (one - 1n)
  for (let count = 1; count <= whole.length; count++) {
    const left = whole.length - count
    const behind = (BigInt(whole.slice(count) || '0') << shift) + rest
    if (behind > width) continue
    const unit = (10n ** BigInt(left)) << shift
    return { digits: nearer(whole.slice(0, count), behind, width, unit, distance), power: left }
  }
  let digits = whole
  let delta = width
  for (let made = 1; ; made++) {
    rest *= 10n
    delta *= 10n
    digits += (rest >> shift).toString()
    rest &= one - 1n
    if (rest >= delta) continue
    const target = made < 9 ? distance * 10n ** BigInt(made) : 0n
    return { digits: nearer(digits, rest, delta, one, target), power: -made }
  }
}

/** Lowers the last digit as long as that brings it nearer to the value. */
function nearer(digits: string, from: bigint, delta: bigint, unit: bigint, target: bigint): string {
  let last = Number(digits.at(-1))
  let rest = from
  while (
    rest < target &&
    delta - rest >= unit &&
    (rest + unit < target || target - rest > rest + unit - target)
  ) {
    last--
    rest += unit
  }
  return digits.slice(0, -1) + String(last)
}

/** Up to 21 digits before the point and up to five zeros behind it without an exponent. */
function laidOut({ digits, power }: Digits): string {
  const point = digits.length + power
  if (power >= 0 && point <= 21) return `${digits}${'0'.repeat(power)}.0`
  if (point > 0 && point <= 21) return `${digits.slice(0, point)}.${digits.slice(point)}`
  if (point > -6 && point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${mantissa}e${point - 1}`
}

export function formatReal(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  // Whole numbers below 2^53 have no other digits than their own.
  if (Number.isSafeInteger(value)) return `${value}.0`
  const text = laidOut(grisu(Math.abs(value)))
  return value < 0 ? `-${text}` : text
}
