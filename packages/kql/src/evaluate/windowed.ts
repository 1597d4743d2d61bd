import type { Windowed } from '../ast.ts'
import { collect, layoutOf } from './block.ts'
import { compile } from './expression.ts'
import { columnsRead } from './hints.ts'
import type { Block, Names, Open, Run, Stream } from './run.ts'
import { compileWindow, serialized } from './window.ts'

export function openWindowed(plan: Windowed, need: Names, run: Run, open: Open): Stream {
  const outputs = plan.outputs.filter(({ name }) => need.has(name))
  const input = open(plan.input, columnsRead(outputs.map(({ expr }) => expr)), [], run)
  const layout = layoutOf(input.names)
  const evaluates = outputs.map(
    ({ expr }) => compile(expr, { layout, run, window: compileWindow }).evaluate,
  )
  async function* windowed(): AsyncGenerator<Block> {
    const { length, columns } = await collect(input, run)
    serialized(columns, length)
    yield {
      length,
      columns: evaluates.map((evaluate) =>
        Array.from({ length }, (_, row) => evaluate(columns, row)),
      ),
    }
  }
  return { names: outputs.map(({ name }) => name), blocks: windowed() }
}
