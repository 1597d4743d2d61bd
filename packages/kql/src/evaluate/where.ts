import type { Expr, Where } from '../ast.ts'
import { gather, layoutOf } from './block.ts'
import { compile } from './expression.ts'
import { columnsRead, conjuncts } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

export function openWhere(
  plan: Where,
  need: Names,
  hints: readonly Expr[],
  run: Run,
  open: Open,
): Stream {
  const input = open(
    plan.input,
    columnsRead([plan.predicate], new Set(need)),
    [...hints, ...conjuncts(plan.predicate)],
    run,
  )
  const test = compile(plan.predicate, { layout: layoutOf(input.names), run }).evaluate
  async function* filtered(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      const rows: number[] = []
      for (let row = 0; row < block.length; row++)
        if (test(block.columns, row) === true) rows.push(row)
      if (rows.length === block.length) yield block
      else if (rows.length > 0) yield gather(block, rows)
    }
  }
  return { names: input.names, blocks: filtered() }
}
