import type { Expr, Sort } from '../ast.ts'
import { compareValues } from '../values/compare.ts'
import { collect, gather, layoutOf, SLICE, sliced } from './block.ts'
import { compile, type Evaluate, valueOf } from './expression.ts'
import { columnsRead, passesHints } from './hints.ts'
import type { Block, Names, Open, Run, Stream } from './run.ts'
import { stepOf } from './step.ts'

export function openSort(
  plan: Sort,
  need: Names,
  hints: readonly Expr[],
  run: Run,
  open: Open,
): Stream {
  const read = columnsRead(
    plan.by.map(({ expr }) => expr),
    new Set(need),
  )
  const input = open(plan.input, read, passesHints(plan) ? hints : [], run)
  const layout = layoutOf(input.names)
  const keys = plan.by.map((key) => ({
    ...key,
    evaluate: compile(key.expr, { layout, run }).evaluate,
  }))
  const step = stepOf(
    plan.by.map(({ expr }) => expr),
    run,
  )
  const valuesOf = (evaluate: Evaluate, { columns, length }: Block): unknown[] => {
    const values: unknown[] = []
    while (values.length < length)
      step(() => {
        const end = Math.min(length, values.length + SLICE)
        for (let row = values.length; row < end; row++) values.push(evaluate(columns, row))
      })
    return values
  }
  async function* sorted(): AsyncGenerator<Block> {
    const table = await collect(input, run)
    const orders = keys.map(({ evaluate, descending, nullsFirst }) => ({
      descending,
      nullsFirst,
      values: valuesOf(evaluate, table),
    }))
    const rows = Array.from({ length: table.length }, (_, row) => row)
    rows.sort((a, b) => {
      for (const { values, descending, nullsFirst } of orders) {
        const x = values[a]
        const y = values[b]
        const xNull = x === null || x === undefined
        const yNull = y === null || y === undefined
        if (xNull && yNull) continue
        if (xNull || yNull) return xNull === nullsFirst ? -1 : 1
        const order = compareValues(x, y)
        if (order !== 0) return descending ? -order : order
      }
      return 0
    })
    const limit = plan.limit ? Number(valueOf(plan.limit, run)) : rows.length
    yield* sliced(gather(table, rows.slice(0, Math.max(0, limit))))
  }
  return { names: input.names, blocks: sorted() }
}
