import { type Dynamic, dynamicNumber, DynamicReal } from '../values/dynamic.ts'
import { type FunctionTable, type Make, strict } from './site.ts'

type Items = readonly Dynamic[]

/** A real stays one inside an array, also when it is whole; what is no finite number has no place there. */
const realItem = (value: number): Dynamic =>
  Number.isFinite(value) ? (Number.isInteger(value) ? new DynamicReal(value) : value) : null

const numberOf = (item: Dynamic): number | null => {
  const number = dynamicNumber(item)
  return number === undefined ? null : Number(number)
}

/** A number stands for as many elements as the array beside it has (documentation: `series_multiply(10, x)`). */
function sides(left: Dynamic, right: Dynamic): readonly [Items, Items] | undefined {
  const [a, b] = [Array.isArray(left), Array.isArray(right)]
  if (!a && !b) return undefined
  const [x, y] = [left as Items, right as Items]
  if (a && b) return [x, y]
  const alone = a ? right : left
  if (numberOf(alone) === null) return undefined
  const repeated = Array.from({ length: (a ? x : y).length }, () => alone)
  return a ? [x, repeated] : [repeated, y]
}

/** Element by element; null where an element is no number, or where the other array has none. */
const pairwise = (run: (a: number, b: number, whole: boolean) => Dynamic): Make =>
  strict(['dynamic', 'dynamic'], (one: Dynamic, other: Dynamic) => {
    const both = sides(one, other)
    if (!both) return null
    const [left, right] = both
    return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
      const [a, b] = [numberOf(left[at]), numberOf(right[at])]
      const whole = !(left[at] instanceof DynamicReal) && !(right[at] instanceof DynamicReal)
      return a === null || b === null
        ? null
        : run(a, b, whole && Number.isInteger(a) && Number.isInteger(b))
    })
  })

/** Of two integers an integer, of anything else a real. */
const arithmetic = (run: (a: number, b: number) => number): Make =>
  pairwise((a, b, whole) => (whole ? run(a, b) : realItem(run(a, b))))
const realArithmetic = (run: (a: number, b: number) => number): Make =>
  pairwise((a, b) => realItem(run(a, b)))

const each = (run: (value: number) => Dynamic): Make =>
  strict(['dynamic'], (items: Dynamic) =>
    Array.isArray(items)
      ? items.map((item) => {
          const value = numberOf(item)
          return value === null ? null : run(value)
        })
      : null,
  )
const real = (run: (value: number) => number): Make => each((value) => realItem(run(value)))

/** Integers stay integers. */
const kind = (run: (value: number) => number): Make =>
  strict(['dynamic'], (items: Dynamic) =>
    Array.isArray(items)
      ? items.map((item) => {
          const value = numberOf(item)
          if (value === null) return null
          return typeof item === 'number' && Number.isInteger(item)
            ? run(value)
            : realItem(run(value))
        })
      : null,
  )

/** All numbers, or null. */
function numbers(items: Dynamic): number[] | null {
  if (!Array.isArray(items)) return null
  const values = (items as readonly Dynamic[]).map(numberOf)
  return values.includes(null) ? null : (values as number[])
}

const overAll = (run: (values: readonly number[]) => number): Make =>
  strict(['dynamic'], (items: Dynamic) => {
    const values = numbers(items)
    return values && run(values)
  })

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
const magnitude = (values: readonly number[]): number => Math.sqrt(dot(values, values))

/** The magnitudes may be given, which saves computing them. */
const overBoth = (
  run: (a: readonly number[], b: readonly number[], sizes: readonly number[]) => number,
): Make =>
  strict(
    ['dynamic', 'dynamic', 'real', 'real'],
    (left: Dynamic, right: Dynamic, ...sizes: number[]) => {
      const [a, b] = [numbers(left), numbers(right)]
      return a && b && a.length === b.length ? run(a, b, sizes) : null
    },
  )

export const seriesArithmeticFunctions: FunctionTable = {
  series_add: arithmetic((a, b) => a + b),
  series_subtract: arithmetic((a, b) => a - b),
  series_multiply: arithmetic((a, b) => a * b),
  series_divide: realArithmetic((a, b) => a / b),
  series_pow: realArithmetic((a, b) => a ** b),
  series_greater: pairwise((a, b) => a > b),
  series_greater_equals: pairwise((a, b) => a >= b),
  series_less: pairwise((a, b) => a < b),
  series_less_equals: pairwise((a, b) => a <= b),
  series_equals: pairwise((a, b) => a === b),
  series_not_equals: pairwise((a, b) => a !== b),
  series_abs: kind(Math.abs),
  series_sign: each(Math.sign),
  series_exp: real(Math.exp),
  series_log: real(Math.log),
  series_sin: real(Math.sin),
  series_cos: real(Math.cos),
  series_tan: real(Math.tan),
  series_asin: real(Math.asin),
  series_acos: real(Math.acos),
  series_atan: real(Math.atan),
  series_floor: real(Math.floor),
  series_ceiling: real((value) => Math.ceil(value) + 0),
  series_sum: overAll((values) => values.reduce((sum, value) => sum + value, 0)),
  series_product: overAll((values) => values.reduce((product, value) => product * value, 1)),
  series_magnitude: overAll(magnitude),
  series_dot_product: overBoth(dot),
  series_cosine_similarity: overBoth(
    (a, b, [m = magnitude(a), n = magnitude(b)]) => dot(a, b) / (m * n),
  ),
}
