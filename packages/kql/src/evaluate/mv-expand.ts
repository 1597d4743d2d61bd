import type { MvExpand } from '../ast.ts'
import { layoutOf } from './block.ts'
import { expansionOf } from './expansion.ts'
import { valueOf } from './expression.ts'
import { columnsRead } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

export function openMvExpand(plan: MvExpand, need: Names, run: Run, open: Open): Stream {
  const expanded = plan.items.map(({ name }) => name)
  const carried = plan.columns
    .map(({ name }) => name)
    .filter((name) => need.has(name) && !expanded.includes(name) && name !== plan.index)
  const read = columnsRead(
    plan.items.map(({ expr }) => expr),
    new Set(carried),
  )
  const input = open(plan.input, read, [], run)
  const layout = layoutOf(input.names)
  const limit = plan.limit ? Number(valueOf(plan.limit, run)) : Number.POSITIVE_INFINITY
  const expand = expansionOf(plan.items, { bagsAsPairs: plan.bagsAsPairs, limit }, layout, run)
  const expandBlock = (block: Block): Block => {
    const rows: number[] = []
    const indexes: number[] = []
    const cells: unknown[][] = plan.items.map(() => [])
    for (let row = 0; row < block.length; row++) {
      const length = expand(block, row, cells)
      for (let at = 0; at < length; at++) {
        rows.push(row)
        indexes.push(at)
      }
    }
    const kept = carried.map((name) => {
      const column = block.columns[layout.get(name) ?? -1] ?? []
      return rows.map((row) => column[row])
    })
    return {
      length: rows.length,
      columns: [...kept, ...cells, ...(plan.index === undefined ? [] : [indexes])],
    }
  }
  async function* blocks(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      yield expandBlock(block)
    }
  }
  const names = [...carried, ...expanded, ...(plan.index === undefined ? [] : [plan.index])]
  return { names, blocks: blocks() }
}
