import type { Plan } from '../ast.ts'
import { KqlError } from '../error.ts'
import { layoutOf } from './block.ts'
import { blockBytes, hold } from './held.ts'
import { open } from './open.ts'
import { checkpoint, type Run, type Table } from './run.ts'

/** Everything a plan yields, at most `limits.rows` rows of it. */
export async function evaluatePlan(plan: Plan, run: Run): Promise<Table> {
  const names = plan.columns.map(({ name }) => name)
  const { names: given, blocks } = open(plan, new Set(names), [], run)
  const layout = layoutOf(given)
  const columns: unknown[][] = names.map(() => [])
  let length = 0
  for await (const block of blocks) {
    await checkpoint(run)
    length += block.length
    hold(run, blockBytes(block))
    if (length > run.limits.rows) {
      throw new KqlError(
        'limit',
        `The result has more than ${run.limits.rows} rows. Add "take" or "summarize", or raise limits.rows.`,
      )
    }
    names.forEach((name, index) => {
      const cells = block.columns[layout.get(name) ?? -1] ?? []
      for (let row = 0; row < cells.length; row++) columns[index]?.push(cells[row])
    })
  }
  return { names, length, columns }
}
