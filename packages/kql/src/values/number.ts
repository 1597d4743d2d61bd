/** int and long: a number within ±(2^53 - 1), a bigint beyond. */
export type Long = number | bigint

const minLong = -(2n ** 63n)
const maxLong = 2n ** 63n - 1n

/** The canonical form of a 64-bit integer; wraps as Kusto's arithmetic does. */
export function wrapLong(value: bigint): Long {
  const wrapped = BigInt.asIntN(64, value)
  const small = Number(wrapped)
  return Number.isSafeInteger(small) ? small : wrapped
}

/** Null outside 64 bits. */
export function longOrNull(value: bigint): Long | null {
  return value < minLong || value > maxLong ? null : wrapLong(value)
}

/** Cuts the fraction; saturates at the ends; NaN gives null. */
export function longOfReal(value: number): Long | null {
  if (Number.isNaN(value)) return null
  const whole = Math.trunc(value)
  // `+ 0` because truncation may leave a negative zero.
  if (Number.isSafeInteger(whole)) return whole + 0
  if (whole >= 2 ** 63) return maxLong
  if (whole <= -(2 ** 63)) return minLong
  return BigInt(whole)
}

/** The low 32 bits, as Kusto narrows a long to an int. */
export function wrapInt(value: Long): number {
  return typeof value === 'number' && (value | 0) === value
    ? value
    : Number(BigInt.asIntN(32, BigInt(value)))
}

type LongOperator = (left: Long, right: Long) => Long

const exact =
  (fast: (a: number, b: number) => number, slow: (a: bigint, b: bigint) => bigint): LongOperator =>
  (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') {
      const result = fast(left, right)
      if (Number.isSafeInteger(result)) return result + 0
    }
    return wrapLong(slow(BigInt(left), BigInt(right)))
  }

export const addLong: LongOperator = exact(
  (a, b) => a + b,
  (a, b) => a + b,
)
export const subtractLong: LongOperator = exact(
  (a, b) => a - b,
  (a, b) => a - b,
)
export const multiplyLong: LongOperator = exact(
  (a, b) => a * b,
  (a, b) => a * b,
)

/** Truncates to zero; null by zero. */
export function divideLong(left: Long, right: Long): Long | null {
  if (Number(right) === 0) return null
  if (typeof left === 'number' && typeof right === 'number') return Math.trunc(left / right) + 0
  return wrapLong(BigInt(left) / BigInt(right))
}

/** Never negative: (-5) % 3 = 1, 5 % (-3) = 2. Null by zero. */
export function moduloLong(left: Long, right: Long): Long | null {
  if (Number(right) === 0) return null
  if (typeof left === 'number' && typeof right === 'number') {
    const size = Math.abs(right)
    return (((left % size) + size) % size) + 0
  }
  const size = BigInt(right) < 0n ? -BigInt(right) : BigInt(right)
  return wrapLong(((BigInt(left) % size) + size) % size)
}

export function moduloReal(left: number, right: number): number | null {
  if (right === 0) return null
  const size = Math.abs(right)
  return ((left % size) + size) % size
}

/** The greatest multiple of `size` that is not above `value`, counted from zero. */
export function floorTo(value: bigint, size: bigint): bigint {
  const rest = value % size
  return rest < 0n ? value - rest - size : value - rest
}

const decimalText = /^[ \t]*[+-]?\d+[ \t]*$/u
const hexText = /^[ \t]*0x([0-9a-f]{1,16})[ \t]*$/iu

/** An integer in text: blanks around it, sign or hexadecimal; nothing else. */
export function parseInteger(text: string): bigint | null {
  if (decimalText.test(text)) return BigInt(text.trim().replace(/^\+/u, ''))
  const hex = hexText.exec(text)
  // Sixteen digits are the bits of a long: 0xFFFFFFFFFFFFFFFF is -1.
  return hex ? BigInt.asIntN(64, BigInt(`0x${hex[1]}`)) : null
}

const realText = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu
const specialReals: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/** A real in text, null when it is none. */
export function parseReal(text: string): number | null {
  if (realText.test(text)) return Number(text)
  return specialReals[text.trim().toLowerCase()] ?? null
}
