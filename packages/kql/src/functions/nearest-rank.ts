import { compareValues } from '../values/compare.ts'

/** The element at a place of the order, from 0. The values are not changed. */
export function nthValue(values: readonly unknown[], place: number): unknown {
  const numbers = values.every((value) => typeof value === 'number')
    ? new Float64Array(values)
    : undefined
  if (!numbers) return values.toSorted(compareValues)[place]
  // NaN stands before all numbers.
  let nans = 0
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0
    if (!Number.isNaN(value)) continue
    numbers[index] = numbers[nans] ?? 0
    numbers[nans++] = value
  }
  return place < nans ? Number.NaN : select(numbers.subarray(nans), place - nans)
}

/** Hoare's selection: linear, where sorting 1,000,000 numbers with a comparison takes half a second. */
function select(numbers: Float64Array, place: number): number | undefined {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const pivot = middleOf(numbers, low, high)
    let left = low
    let right = high
    while (left <= right) {
      while ((numbers[left] ?? 0) < pivot) left++
      while ((numbers[right] ?? 0) > pivot) right--
      if (left > right) break
      const value = numbers[left] ?? 0
      numbers[left++] = numbers[right] ?? 0
      numbers[right--] = value
    }
    if (place <= right) high = right
    else if (place >= left) low = left
    else break
  }
  return numbers[place]
}

/** The median of three keeps sorted input from being the worst case. */
function middleOf(numbers: Float64Array, low: number, high: number): number {
  const a = numbers[low] ?? 0
  const b = numbers[(low + high) >> 1] ?? 0
  const c = numbers[high] ?? 0
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
