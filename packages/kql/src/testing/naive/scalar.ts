import type { Expr } from '../../ast.ts'
import type { KqlType } from '../../types.ts'

/** One row, by names of columns. */
export type Row = ReadonlyMap<string, unknown>

/** Where an expression stands: its row, and the serialized rows around it. */
export interface Place {
  readonly row: Row
  readonly rows?: readonly Row[]
  readonly index?: number
}

const nil = (value: unknown): value is null | undefined => value === null || value === undefined

/** 64 bits, as a number where that is exact. */
export function long(value: bigint): number | bigint {
  const wrapped = BigInt.asIntN(64, value)
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped
}

const isLong = (type: KqlType): boolean => type === 'int' || type === 'long'
const isTime = (type: KqlType): boolean => type === 'datetime' || type === 'timespan'

/** Two values of one family by value; null is equal to nothing. */
const equal = (a: unknown, b: unknown): boolean =>
  // oxlint-disable-next-line eqeqeq -- numbers and bigints by value
  !nil(a) && !nil(b) && a == b

export function text(value: unknown, type: KqlType): string {
  if (nil(value)) return ''
  if (typeof value === 'boolean' && type === 'bool') return value ? 'True' : 'False'
  if (type === 'dynamic' && typeof value === 'object') return JSON.stringify(value)
  return `${value as number}`
}

/** A whole number of so many bits; wraps. */
export function integer(value: unknown, bits: 32 | 64): unknown {
  if (nil(value)) return null
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string') {
    if (!/^[ \t]*[+-]?\d+[ \t]*$/u.test(value)) return null
    const whole = BigInt(value.trim().replace('+', ''))
    return BigInt.asIntN(bits, whole) === whole ? long(whole) : null
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    if (Number.isNaN(value)) return null
    const end = 2n ** BigInt(bits - 1)
    return long(value > 0 ? end - 1n : -end)
  }
  if (typeof value === 'number' || typeof value === 'bigint')
    return long(BigInt.asIntN(bits, typeof value === 'number' ? BigInt(Math.trunc(value)) : value))
  return null
}

function arithmetic(name: string, a: unknown, b: unknown, types: readonly KqlType[]): unknown {
  if (nil(a) || nil(b)) return null
  const [left = 'long', right = 'long'] = types
  if (isTime(left) || isTime(right)) {
    const [x, y] = [a as bigint, b as bigint]
    const ticks = name === '+' ? x + y : x - y
    const datetime = left === 'datetime' ? right !== 'datetime' : right === 'datetime'
    return datetime && (ticks < 0n || ticks > 3155378975999999999n) ? null : ticks
  }
  if (isLong(left) && isLong(right)) {
    const [x, y] = [BigInt(a as number), BigInt(b as number)]
    if (name === '+') return long(x + y)
    if (name === '-') return long(x - y)
    if (name === '*') return long(x * y)
    if (y === 0n) return null
    if (name === '/') return long(x / y)
    const size = y < 0n ? -y : y
    return long(((x % size) + size) % size)
  }
  const [x, y] = [Number(a), Number(b)]
  return name === '+' ? x + y : name === '-' ? x - y : name === '*' ? x * y : x / y
}

function bin(value: unknown, size: unknown, type: KqlType): unknown {
  if (nil(value) || nil(size) || Number(size) <= 0) return null
  if (typeof value === 'number') {
    const multiple = Math.floor(value / Number(size)) * Number(size)
    // A whole number has no negative zero, a real has.
    return type === 'real' ? multiple : multiple + 0
  }
  const [x, width] = [BigInt(value as number), BigInt(size as number)]
  const rest = ((x % width) + width) % width
  return isTime(type) ? x - rest : long(x - rest)
}

function binAt(value: unknown, size: unknown, origin: unknown): unknown {
  if (nil(value) || nil(size) || nil(origin)) return null
  const [x, width, start] = [value as bigint, size as bigint, origin as bigint]
  return x - ((((x - start) % width) + width) % width)
}

const words = (value: string): string[] => value.toLowerCase().split(/[^\p{L}\p{N}]+/u)

/** Each function of the generator, for one row. `types` are those of the arguments. */
const functions: Readonly<
  Record<string, (args: readonly unknown[], types: readonly KqlType[]) => unknown>
> = {
  '==': ([a, b]) => equal(a, b),
  '!=': ([a, b]) => !equal(a, b),
  '<': ([a, b]) => (nil(a) || nil(b) ? null : (a as number) < (b as number)),
  '<=': ([a, b]) => (nil(a) || nil(b) ? null : (a as number) <= (b as number)),
  '>': ([a, b]) => (nil(a) || nil(b) ? null : (a as number) > (b as number)),
  '>=': ([a, b]) => (nil(a) || nil(b) ? null : (a as number) >= (b as number)),
  between: ([x, from, to]) =>
    [x, from, to].some(nil)
      ? null
      : (x as number) >= (from as number) && (x as number) <= (to as number),
  in: ([x, ...set]) => set.some((each) => equal(x, each)),
  '!in': ([x, ...set]) => !set.some((each) => equal(x, each)),
  and: ([a, b]) => (a === false || b === false ? false : nil(a) || nil(b) ? null : true),
  or: ([a, b]) => (a === true || b === true ? true : nil(a) || nil(b) ? null : false),
  not: ([a]) => (nil(a) ? null : !a),
  iff: ([test, a, b]) => (test === true ? a : b),
  coalesce: (args) => args.find((each) => !nil(each) && each !== '') ?? args.at(-1) ?? null,
  isnull: ([a], [type]) => type !== 'string' && nil(a),
  isnotnull: ([a], [type]) => type === 'string' || !nil(a),
  isempty: ([a], [type]) => text(a, type ?? 'string') === '',
  isnotempty: ([a], [type]) => text(a, type ?? 'string') !== '',
  '+': (args, types) => arithmetic('+', args[0], args[1], types),
  '-': (args, types) => arithmetic('-', args[0], args[1], types),
  '*': (args, types) => arithmetic('*', args[0], args[1], types),
  '/': (args, types) => arithmetic('/', args[0], args[1], types),
  '%': (args, types) => arithmetic('%', args[0], args[1], types),
  negate: ([a]) => (nil(a) ? null : typeof a === 'bigint' ? -a : 0 - (a as number)),
  bin: ([value, size], [type]) => bin(value, size, type ?? 'long'),
  bin_at: ([value, size, origin]) => binAt(value, size, origin),
  strlen: ([a]) => Array.from(a as string).length,
  toupper: ([a]) => (a as string).toUpperCase(),
  strcat: (args, types) => args.map((arg, index) => text(arg, types[index] ?? 'string')).join(''),
  tostring: ([a], [type]) => text(a, type ?? 'string'),
  toint: ([a]) => integer(a, 32),
  tolong: ([a]) => integer(a, 64),
  has: ([a, b], [type]) => words(text(a, type ?? 'string')).includes((b as string).toLowerCase()),
  contains: ([a, b], [type]) =>
    text(a, type ?? 'string')
      .toLowerCase()
      .includes((b as string).toLowerCase()),
  startswith: ([a, b], [type]) =>
    text(a, type ?? 'string')
      .toLowerCase()
      .startsWith((b as string).toLowerCase()),
  endswith: ([a, b], [type]) =>
    text(a, type ?? 'string')
      .toLowerCase()
      .endsWith((b as string).toLowerCase()),
  '=~': ([a, b], [type]) => text(a, type ?? 'string').toLowerCase() === (b as string).toLowerCase(),
  '!has': ([a, b], [type]) =>
    !words(text(a, type ?? 'string')).includes((b as string).toLowerCase()),
}

/** An expression for one row. */
export function valueOf(expr: Expr, place: Place): unknown {
  switch (expr.kind) {
    case 'literal':
      return expr.value ?? (expr.type === 'string' ? '' : null)
    case 'shared':
      return valueOf(expr.value, place)
    case 'column':
      return place.row.get(expr.name)
    case 'member': {
      const bag = valueOf(expr.target, place)
      const key = valueOf(expr.key, place) as string
      return typeof bag === 'object' &&
        bag !== null &&
        !Array.isArray(bag) &&
        Object.hasOwn(bag, key)
        ? (bag as Record<string, unknown>)[key]
        : null
    }
    case 'call': {
      if (expr.name === 'row_number') return (place.index ?? 0) + 1
      if (expr.name === 'prev') {
        const before = place.rows?.[(place.index ?? 0) - 1]
        if (!before) return expr.type === 'string' ? '' : null
        return valueOf(expr.args[0] as Expr, { row: before })
      }
      const run = functions[expr.name]
      if (!run) throw new Error(`no naive ${expr.name}()`)
      return run(
        expr.args.map((arg) => valueOf(arg, place)),
        expr.args.map(({ type }) => type),
      )
    }
    default:
      throw new Error(`no naive expression ${expr.kind}`)
  }
}
