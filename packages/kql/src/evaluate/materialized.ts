import type { Materialized } from '../ast.ts'
import { collect, keptNames, layoutOf, sliced } from './block.ts'
import type { Block, Names, Open, Run, Stream, Table } from './run.ts'

/** All columns, once, for however many readers. */
function materialize(plan: Materialized, run: Run, open: Open): Promise<Table> {
  const found = run.materialized.get(plan)
  if (found) return found
  const all = new Set(plan.columns.map(({ name }) => name))
  const table = collect(open(plan.input, all, [], run), run)
  run.materialized.set(plan, table)
  return table
}

export function openMaterialized(plan: Materialized, need: Names, run: Run, open: Open): Stream {
  const names = keptNames(plan, need)
  async function* blocks(): AsyncGenerator<Block> {
    const table = await materialize(plan, run, open)
    const layout = layoutOf(table.names)
    yield* sliced({
      length: table.length,
      columns: names.map((name) => table.columns[layout.get(name) ?? -1] ?? []),
    })
  }
  return { names, blocks: blocks() }
}
