import type { Expr, Where } from '../ast.ts'
import { gather, layoutOf } from './block.ts'
import { compile, type Evaluate } from './expression.ts'
import { columnsRead, conjuncts, hintsOf } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'
import { stepOf } from './step.ts'

/** The rows, of those that are left, for which a test is true. */
function passing(
  test: Evaluate,
  { columns, length }: Block,
  left: readonly number[] | undefined,
): readonly number[] | undefined {
  const rows: number[] = []
  const count = left?.length ?? length
  for (let index = 0; index < count; index++) {
    const row = left ? (left[index] ?? 0) : index
    if (test(columns, row) === true) rows.push(row)
  }
  return rows.length === count ? left : rows
}

export function openWhere(
  plan: Where,
  need: Names,
  hints: readonly Expr[],
  run: Run,
  open: Open,
): Stream {
  const parts = conjuncts(plan.predicate)
  const input = open(
    plan.input,
    columnsRead([plan.predicate], new Set(need)),
    [...hints, ...hintsOf(parts, run)],
    run,
  )
  const scope = { layout: layoutOf(input.names), run }
  const tests = parts.map((part) => compile(part, scope).evaluate)
  const step = stepOf(parts, run)
  async function* filtered(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      let rows: readonly number[] | undefined
      step(() => {
        for (const test of tests) rows = passing(test, block, rows)
      })
      if (rows === undefined) yield block
      else if (rows.length > 0) yield gather(block, rows)
    }
  }
  return { names: input.names, blocks: filtered() }
}
