import { KqlError } from '../error.ts'
import type { Column } from '../source/source.ts'
import { LazyJson } from '../values/json.ts'
import type { Block, Run } from './run.ts'

/** Of a cell that is no text: a number or a reference, and what it refers to. */
const CELL = 16

function bytesOf(cell: unknown): number {
  if (typeof cell === 'string') return CELL + cell.length
  return cell instanceof LazyJson ? CELL + cell.text.length : CELL
}

/** About how much memory a column takes. Texts that several cells share count in each. */
export function columnBytes(column: Column): number {
  if (ArrayBuffer.isView(column)) return column.byteLength
  let bytes = 0
  for (let row = 0; row < column.length; row++) bytes += bytesOf(column[row])
  return bytes
}

export const blockBytes = ({ columns }: Block): number =>
  columns.reduce((bytes, column) => bytes + columnBytes(column), 0)

/** Called with what a query keeps of its rows: whole tables, groups, the result. */
export function hold(run: Run, bytes: number): void {
  run.held.bytes += bytes
  if (run.held.bytes <= run.limits.bytes) return
  throw new KqlError(
    'limit',
    `The query holds more than ${Math.round(run.limits.bytes / 2 ** 20)} MiB of rows in memory. Filter or summarize before "sort", "join" and the like, or raise limits.bytes.`,
  )
}
