import type { Column } from '../source/source.ts'

type Typed = Float64Array | Int32Array | BigInt64Array

const isTyped = (column: Column): column is Column & Typed =>
  column instanceof Float64Array || column instanceof BigInt64Array || column instanceof Int32Array

/** The chosen cells of a column, typed where it is typed. */
export function pick(column: Column, rows: ArrayLike<number>): Column {
  if (column instanceof BigInt64Array) {
    const cells = new BigInt64Array(rows.length)
    for (let index = 0; index < rows.length; index++) cells[index] = column[rows[index] ?? 0] ?? 0n
    return cells
  }
  if (column instanceof Float64Array || column instanceof Int32Array) {
    const cells =
      column instanceof Float64Array ? new Float64Array(rows.length) : new Int32Array(rows.length)
    for (let index = 0; index < rows.length; index++) cells[index] = column[rows[index] ?? 0] ?? 0
    return cells
  }
  const cells: unknown[] = []
  for (let index = 0; index < rows.length; index++) cells.push(column[rows[index] ?? 0])
  return cells
}

/** Some cells of a column that follow each other. */
export function part(column: Column, start: number, length: number): Column {
  return isTyped(column) || Array.isArray(column)
    ? (column as Typed | unknown[]).slice(start, start + length)
    : Array.from({ length }, (_, row) => column[start + row])
}

/** The same cell in every row. */
export function repeated(value: unknown, length: number): Column {
  const cells: unknown[] = []
  for (let row = 0; row < length; row++) cells.push(value)
  return cells
}
