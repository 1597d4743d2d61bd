/* oxlint-disable no-await-in-loop -- one row's subquery after the other keeps memory flat */
import type { Given, MvApply } from '../ast.ts'
import { KqlError } from '../error.ts'
import { collect, layoutOf, once } from './block.ts'
import { expansionOf } from './expansion.ts'
import { valueOf } from './expression.ts'
import {
  type Block,
  checkpoint,
  type Names,
  type Open,
  type Run,
  type Stream,
  type Table,
} from './run.ts'

/** The subquery runs once a row, over the rows that the row expands to. */
export function openMvApply(plan: MvApply, need: Names, run: Run, open: Open): Stream {
  const outer = plan.input.columns.map(({ name }) => name)
  const input = open(plan.input, new Set(outer), [], run)
  const layout = layoutOf(input.names)
  const limit = plan.limit ? Number(valueOf(plan.limit, run)) : Number.POSITIVE_INFINITY
  const expand = expansionOf(plan.items, { bagsAsPairs: false, limit }, layout, run)
  const items = plan.items.map(({ name }) => name)
  const carried = outer.filter((name) => !items.includes(name) && name !== plan.index)
  const givenNames = [...carried, ...items, ...(plan.index === undefined ? [] : [plan.index])]
  const valueIn = (block: Block, row: number, name: string): unknown =>
    block.columns[layout.get(name) ?? -1]?.[row]

  const indexes = (length: number): unknown[][] =>
    plan.index === undefined ? [] : [Array.from({ length }, (_, at) => at)]
  const rowsOf = (block: Block, row: number): Table => {
    const cells: unknown[][] = items.map(() => [])
    const length = expand(block, row, cells)
    const kept = carried.map((name) => {
      const value = valueIn(block, row, name)
      return Array.from({ length }, () => value)
    })
    return { names: givenNames, length, columns: [...kept, ...cells, ...indexes(length)] }
  }
  const answered = new Set(plan.subquery.columns.map(({ name }) => name))
  const names = plan.columns.map(({ name }) => name).filter((name) => need.has(name))
  async function* blocks(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      const columns: unknown[][] = names.map(() => [])
      let length = 0
      for (let row = 0; row < block.length; row++) {
        await checkpoint(run)
        const given = rowsOf(block, row)
        const inner = {
          ...run,
          given: new Map([...run.given, [plan.given, given]]),
          materialized: new Map(),
        }
        const answer = await collect(open(plan.subquery, answered, [], inner), inner)
        if (given.length === 0 && answer.length > 0) throw unknownAnswer(plan)
        const found = layoutOf(answer.names)
        names.forEach((name, index) => {
          const column = answer.columns[found.get(name) ?? -1]
          for (let at = 0; at < answer.length; at++)
            columns[index]?.push(column ? column[at] : valueIn(block, row, name))
        })
        length += answer.length
      }
      yield { length, columns }
    }
  }
  return { names, blocks: blocks() }
}

function unknownAnswer({ at }: MvApply): KqlError {
  return new KqlError(
    'unsupported',
    `"mv-apply" whose subquery answers for an empty array (filter such rows before), line ${at.line}, column ${at.column}`,
    at,
  )
}

export function openGiven(plan: Given, run: Run): Stream {
  const table = run.given.get(plan)
  if (table === undefined)
    throw new KqlError(
      'unsupported',
      'a query inside the subquery of "mv-apply" that reads its rows',
    )
  return { names: table.names, blocks: once(table) }
}
