/* oxlint-disable no-await-in-loop -- one part's subquery after the other keeps memory flat */
import type { Partition } from '../ast.ts'
import { groupKey } from '../values/compare.ts'
import { collect, gather, layoutOf } from './block.ts'
import { checkpoint, type Block, type Names, type Open, type Run, type Stream } from './run.ts'
import { refuseAt } from './unpack.ts'

/** Parts in the order of their first rows, one after the other. */
export function openPartition(plan: Partition, need: Names, run: Run, open: Open): Stream {
  const outer = plan.input.columns.map(({ name }) => name)
  const input = open(plan.input, new Set(outer), [], run)
  const wanted = plan.columns.map(({ name }) => name).filter((name) => need.has(name))
  const answered = new Set(plan.subquery.columns.map(({ name }) => name))
  async function* blocks(): AsyncGenerator<Block> {
    const table = await collect(input, run)
    const keys = table.columns[layoutOf(table.names).get(plan.key.name) ?? -1] ?? []
    const parts = new Map<unknown, number[]>()
    for (let row = 0; row < table.length; row++) {
      const key = groupKey(keys[row], plan.key.type)
      const rows = parts.get(key)
      if (rows) rows.push(row)
      else parts.set(key, [row])
    }
    if (parts.size > plan.most)
      throw refuseAt(
        'runtime',
        `"partition" of more than ${plan.most} values (give it hint.strategy=native)`,
        plan.at,
      )
    for (const rows of parts.values()) {
      await checkpoint(run)
      const given = { names: table.names, ...gather(table, rows) }
      const inner = {
        ...run,
        given: new Map([...run.given, [plan.given, given]]),
        materialized: new Map(),
      }
      const answer = await collect(open(plan.subquery, answered, [], inner), inner)
      const found = layoutOf(answer.names)
      yield {
        length: answer.length,
        columns: wanted.map((name) => answer.columns[found.get(name) ?? -1] ?? []),
      }
    }
  }
  return { names: wanted, blocks: blocks() }
}
