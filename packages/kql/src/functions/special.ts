import { type FunctionTable, strict } from './site.ts'

/** Lanczos' approximation (g = 7, nine terms): about fifteen digits. */
const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12,
  9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
] as const

export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  const z = x - 1
  const series = lanczos.reduce((sum, each, at) => (at === 0 ? each : sum + each / (z + at)), 0)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series)
}

/** 0! to 170!, the last one that is finite. */
const factorials: readonly number[] = (() => {
  const all = [1]
  for (let n = 1; n <= 170; n++) all.push((all[n - 1] ?? 1) * n)
  return all
})()

/** Factorials are exact; below a half by reflection. */
export function gamma(x: number): number {
  if (Number.isInteger(x)) return x <= 0 ? Number.NaN : (factorials[x - 1] ?? Infinity)
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x))
  return Math.exp(logGamma(x))
}

const tiny = 1e-300
const enough = 500

/** The regularized incomplete gamma function P(a, x), by its series. */
function lowerGamma(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < enough && Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a))
}

/** Q(a, x) = 1 - P(a, x), by Lentz' continued fraction: precise where it is small. */
function upperGamma(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let n = 1; n < enough; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (an * d + b || tiny)
    c = b + an / c || tiny
    const delta = d * c
    h *= delta
    if (Math.abs(delta - 1) < 1e-16) break
  }
  return Math.exp(-x + a * Math.log(x) - logGamma(a)) * h
}

export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x)
  const square = x * x
  return square < 1.5 ? 1 - erf(x) : upperGamma(0.5, square)
}

export function erf(x: number): number {
  if (x === 0) return 0
  const square = x * x
  const size = square < 1.5 ? lowerGamma(0.5, square) : 1 - upperGamma(0.5, square)
  return Math.sign(x) * size
}

/** Lentz' continued fraction of the incomplete beta function. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let h = d
  for (let m = 1; m < enough; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d || tiny)
    c = 1 + even / c || tiny
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d || tiny)
    c = 1 + odd / c || tiny
    const delta = d * c
    h *= delta
    if (Math.abs(delta - 1) < 1e-16) break
  }
  return h
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

const outside = (x: number, a: number, b: number): boolean => !(x >= 0 && x <= 1 && a > 0 && b > 0)

/** NaN outside 0 to 1, and for parameters that are not above zero. */
export function betaCdf(x: number, a: number, b: number): number {
  if (outside(x, a, b)) return Number.NaN
  if (x === 0 || x === 1) return x
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b))
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b
}

function betaDensity(x: number, a: number, b: number): number {
  if (outside(x, a, b)) return Number.NaN
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b))
}

/** By halving: the distribution rises, and sixty steps are a double's digits. */
function betaInverse(probability: number, a: number, b: number): number {
  if (outside(probability, a, b)) return Number.NaN
  let [low, high] = [0, 1]
  for (let step = 0; step < 1100 && low < high; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (betaCdf(middle, a, b) < probability) low = middle
    else high = middle
  }
  return high
}

/** The two-sided p-value of Welch's test: means, variances and counts of two samples. */
function welch(m1: number, v1: number, n1: number, m2: number, v2: number, n2: number): number {
  const [s1, s2] = [v1 / n1, v2 / n2]
  const t = (m1 - m2) / Math.sqrt(s1 + s2)
  const freedom = (s1 + s2) ** 2 / (s1 ** 2 / (n1 - 1) + s2 ** 2 / (n2 - 1))
  return betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5)
}

export const specialFunctions: FunctionTable = {
  gamma: strict(['real'], gamma),
  loggamma: strict(['real'], (x: number) => (x > 0 ? logGamma(x) : Number.NaN)),
  erf: strict(['real'], erf),
  erfc: strict(['real'], erfc),
  beta_cdf: strict(['real'], betaCdf),
  beta_pdf: strict(['real'], betaDensity),
  beta_inv: strict(['real'], betaInverse),
  welch_test: strict(['real'], welch),
  cot: strict(['real'], (x: number) => 1 / Math.tan(x)),
}
