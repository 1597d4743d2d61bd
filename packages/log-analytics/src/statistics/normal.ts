/** Where the series has lost the digits of `1 - erf(x)` that the continued fraction still has. */
const FAR = 2.5

/** Two-sided tail of the standard normal distribution: how probable a value at least so far from 0 is. */
export const twoSidedTail = (z: number): number => erfc(Math.abs(z) / Math.SQRT2)

/** 1 − erf(x) for x ≥ 0 (NIST DLMF 7.6.2 and 7.9.1). */
function erfc(x: number): number {
  return x < FAR ? 1 - series(x) : fraction(x)
}

function series(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** Steps after which the fraction no longer changes from {@link FAR} on. */
const STEPS = 60

function fraction(x: number): number {
  let tail = x
  for (let k = STEPS; k >= 1; k--) tail = x + k / 2 / tail
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail
}
