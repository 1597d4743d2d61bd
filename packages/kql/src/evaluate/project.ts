import type { Expr, Project } from '../ast.ts'
import { layoutOf } from './block.ts'
import { compile } from './expression.ts'
import { columnsRead, hintsBelow } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

export function openProject(
  plan: Project,
  need: Names,
  hints: readonly Expr[],
  run: Run,
  open: Open,
): Stream {
  const outputs = plan.outputs.filter(({ name }) => need.has(name))
  const input = open(
    plan.input,
    columnsRead(outputs.map(({ expr }) => expr)),
    hintsBelow(hints, plan.outputs),
    run,
  )
  const layout = layoutOf(input.names)
  const columns = outputs.map(({ expr }) => {
    // A column that only passes is passed by reference, its JSON stays unparsed.
    if (expr.kind === 'column') {
      const index = layout.get(expr.name) ?? -1
      return (block: Block): readonly unknown[] => block.columns[index] ?? []
    }
    const { evaluate } = compile(expr, { layout, run })
    return (block: Block): unknown[] =>
      Array.from({ length: block.length }, (_, row) => evaluate(block.columns, row))
  })
  async function* projected(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      yield { length: block.length, columns: columns.map((column) => column(block)) }
    }
  }
  return { names: outputs.map(({ name }) => name), blocks: projected() }
}
