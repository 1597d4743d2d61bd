import type { Take } from '../ast.ts'
import { part } from './column.ts'
import { valueOf } from './expression.ts'
import type { Block, Names, Open, Run, Stream } from './run.ts'

export function openTake(plan: Take, need: Names, run: Run, open: Open): Stream {
  const input = open(plan.input, need, [], run)
  async function* taken(): AsyncGenerator<Block> {
    let left = Number(valueOf(plan.count, run))
    if (left <= 0) return
    for await (const block of input.blocks) {
      if (block.length < left) {
        left -= block.length
        yield block
        continue
      }
      yield { length: left, columns: block.columns.map((column) => part(column, 0, left)) }
      return
    }
  }
  return { names: input.names, blocks: taken() }
}
