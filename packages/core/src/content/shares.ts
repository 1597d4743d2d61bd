/**
 * How much each of several may keep so that all together keep within `budget`: what is small stays whole, and the
 * longest give first, down to one common level.
 *
 * @returns the level; `Infinity` where all fit
 */
export function fairLevel(sizes: readonly number[], budget: number): number {
  const ascending = sizes.toSorted((a, b) => a - b)
  let rest = budget
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(rest / (ascending.length - index))
    if (size > share) return Math.max(0, share)
    rest -= size
  }
  return Infinity
}
