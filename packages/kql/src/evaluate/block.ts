import type { Plan } from '../ast.ts'
import { part, pick } from './column.ts'
import { blockBytes, hold } from './held.ts'
import { type Block, checkpoint, type Names, type Run, type Stream, type Table } from './run.ts'

/** Positions of columns by name. */
export type Layout = ReadonlyMap<string, number>

export const layoutOf = (names: readonly string[]): Layout =>
  new Map(names.map((name, index) => [name, index]))

/** The chosen rows of a block. */
export function gather(block: Block, rows: ArrayLike<number>): Block {
  return { length: rows.length, columns: block.columns.map((column) => pick(column, rows)) }
}

/** All blocks of a stream as one table. */
export async function collect({ names, blocks }: Stream, run: Run): Promise<Table> {
  const columns: unknown[][] = names.map(() => [])
  let length = 0
  for await (const block of blocks) {
    await checkpoint(run)
    length += block.length
    hold(run, blockBytes(block))
    columns.forEach((column, index) => {
      const cells = block.columns[index] ?? []
      for (let row = 0; row < cells.length; row++) column.push(cells[row])
    })
  }
  return { names, length, columns }
}

/** Rows of a block in one step of an operator. */
export const SLICE = 4096

/** A large block in pieces: between them a query can be ended, and the rest of the process gets its turn. */
export function* sliced(block: Block): Generator<Block> {
  if (block.length <= SLICE) {
    yield block
    return
  }
  for (let start = 0; start < block.length; start += SLICE) {
    const length = Math.min(SLICE, block.length - start)
    yield { length, columns: block.columns.map((column) => part(column, start, length)) }
  }
}

// oxlint-disable-next-line require-await -- an iterable of blocks, whatever the source
export async function* once(block: Block): AsyncGenerator<Block> {
  yield block
}

/** The needed columns of a plan, in its order. */
export const keptNames = (plan: Plan, need: Names): string[] =>
  plan.columns.map(({ name }) => name).filter((name) => need.has(name))
