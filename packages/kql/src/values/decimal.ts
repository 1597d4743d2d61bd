import { KqlError } from '../error.ts'

/** Kusto documents 128 bits; 34 digits are what IEEE 754 has in them. */
const mostDigits = 34
/** Beyond these nothing is known of what Kusto does, and comparisons stay cheap. */
const mostScale = 60
const commonScale = 64

/**
 * A decimal of KQL: `digits / 10 ** scale`, exact unless `rounded`. Kusto's last digit and its trailing zeros are not
 * documented: what would show them is refused.
 */
export class Decimal {
  readonly digits: bigint
  readonly scale: number
  /** A quotient, a product that has more digits than fit, a real of more than 15 digits. */
  readonly rounded: boolean

  constructor(digits: bigint, scale: number, rounded = false) {
    this.digits = digits
    this.scale = scale
    this.rounded = rounded
  }

  /** One whole number on a common scale: `<` and `>` of JavaScript compare by it. */
  valueOf(): bigint {
    return this.digits * 10n ** BigInt(commonScale - this.scale)
  }

  /** Without trailing zeros. */
  toString(): string {
    const { digits, scale } = trimmed(this)
    const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
    const whole = text.slice(0, text.length - scale)
    return (digits < 0n ? '-' : '') + (scale === 0 ? whole : `${whole}.${text.slice(-scale)}`)
  }
}

function trimmed({ digits, scale }: Decimal): { digits: bigint; scale: number } {
  let [rest, places] = [digits, scale]
  while (places > 0 && rest % 10n === 0n) {
    rest /= 10n
    places--
  }
  return { digits: rest, scale: places }
}

const size = (digits: bigint): number => (digits < 0n ? -digits : digits).toString().length

/** At most 34 digits, half away from zero. */
function fitted(digits: bigint, scale: number, rounded: boolean): Decimal {
  const excess = Math.max(0, size(digits) - mostDigits)
  if (excess > scale || (scale - excess > mostScale && digits !== 0n))
    throw new KqlError('unsupported', 'a decimal that is this long or this small')
  if (excess === 0) return new Decimal(digits, Math.min(scale, mostScale), rounded)
  const unit = 10n ** BigInt(excess)
  const rest = digits % unit
  const half = (rest < 0n ? -rest : rest) * 2n >= unit ? (digits < 0n ? -1n : 1n) : 0n
  return new Decimal(digits / unit + half, scale - excess, rounded || rest !== 0n)
}

const decimalText = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?\s*$/iu

/** Null for what is no number. */
export function parseDecimal(text: string): Decimal | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalText.exec(text) ?? []
  if (sign === undefined || whole + fraction === '') return null
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n)
  const scale = fraction.length - Number(exponent)
  return scale < 0 ? fitted(digits * 10n ** BigInt(-scale), 0, false) : fitted(digits, scale, false)
}

/** By the digits that the real prints; beyond 15 the last ones are Kusto's choice. */
export function decimalOfReal(value: number): Decimal | null {
  if (!Number.isFinite(value)) return null
  const decimal = parseDecimal(String(value))
  return decimal && size(trimmed(decimal).digits) > 15
    ? new Decimal(decimal.digits, decimal.scale, true)
    : decimal
}

export const decimalOfLong = (value: number | bigint): Decimal => new Decimal(BigInt(value), 0)

/** Cut towards zero. */
export const wholePart = ({ digits, scale }: Decimal): bigint => digits / 10n ** BigInt(scale)

export const realOfDecimal = (value: Decimal): number => Number(value.toString())

/** As Kusto writes it, where that is certain. */
export function textOfDecimal(value: Decimal): string {
  if (value.rounded || trimmed(value).scale !== value.scale)
    throw new KqlError(
      'unsupported',
      'the text of a decimal that is a quotient, was rounded or ends in zeros (use todouble() first)',
    )
  return value.toString()
}

const aligned = (a: Decimal, b: Decimal): [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale)
  return [
    a.digits * 10n ** BigInt(scale - a.scale),
    b.digits * 10n ** BigInt(scale - b.scale),
    scale,
  ]
}
const either = (a: Decimal, b: Decimal): boolean => a.rounded || b.rounded

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b)
  return fitted(x + y, scale, either(a, b))
}
export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b)
  return fitted(x - y, scale, either(a, b))
}
export const multiplyDecimal = (a: Decimal, b: Decimal): Decimal =>
  fitted(a.digits * b.digits, a.scale + b.scale, either(a, b))

/** What a division by zero gives is not known. */
function nonZero(value: Decimal): void {
  if (value.digits === 0n) throw new KqlError('unsupported', 'a decimal divided by zero')
}

/** How many digits Kusto gives to a quotient is not documented, not even where it ends. */
export function divideDecimal(a: Decimal, b: Decimal): Decimal {
  nonZero(b)
  const [x, y] = aligned(a, b)
  const places = Math.min(mostScale, mostDigits + Math.max(0, size(y) - size(x)))
  return fitted((x * 10n ** BigInt(places)) / y, places, true)
}

/** Never negative, as with other numbers. */
export function moduloDecimal(a: Decimal, b: Decimal): Decimal {
  nonZero(b)
  const [x, y, scale] = aligned(a, b)
  const by = y < 0n ? -y : y
  return fitted(((x % by) + by) % by, scale, either(a, b))
}

export const negateDecimal = ({ digits, scale, rounded }: Decimal): Decimal =>
  new Decimal(-digits, scale, rounded)

/** A cell for the caller: a number where it says the same digits (or where the digits are not certain), else text. */
export function plainDecimal(value: unknown): unknown {
  if (!(value instanceof Decimal)) return value
  const text = value.toString()
  const number = Number(text)
  return value.rounded || isSame(number, text) ? number : text
}

const isSame = (number: number, text: string): boolean =>
  parseDecimal(String(number))?.toString() === text
