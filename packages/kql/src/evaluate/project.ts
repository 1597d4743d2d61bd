import type { Expr, Project } from '../ast.ts'
import { layoutOf } from './block.ts'
import { compile, evaluateBlock } from './expression.ts'
import { columnsRead, hintsBelow } from './hints.ts'
import { propertyName, propertyOf } from './property.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'
import { stepOf } from './step.ts'

/** Properties that are asked of an output which is a column of the input, and their names there. */
function passedProperties(
  plan: Project,
  need: Names,
): { name: string; output: string; below: string }[] {
  return [...need].flatMap((name) => {
    const property = propertyOf(name)
    const expr = plan.outputs.find((output) => output.name === property?.column)?.expr
    return property === undefined || expr?.kind !== 'column'
      ? []
      : { name, output: property.column, below: propertyName({ ...property, column: expr.name }) }
  })
}

export function openProject(
  plan: Project,
  need: Names,
  hints: readonly Expr[],
  run: Run,
  open: Open,
): Stream {
  const passed = passedProperties(plan, need)
  const asked = new Set(passed.map(({ name }) => name))
  // What is no column of the input has its properties in its own value.
  const named = new Set(
    [...need].map((name) => (asked.has(name) ? name : (propertyOf(name)?.column ?? name))),
  )
  const wanted = plan.outputs.filter(({ name }) => named.has(name))
  const input = open(
    plan.input,
    columnsRead(
      wanted.map(({ expr }) => expr),
      new Set(passed.map(({ below }) => below)),
    ),
    hintsBelow(hints, plan.outputs),
    run,
  )
  const layout = layoutOf(input.names)
  for (const { output, below } of passed) if (!layout.has(below)) named.add(output)
  const outputs = plan.outputs.filter(({ name }) => named.has(name))
  const columns = outputs.map(({ expr }) => {
    // A column that only passes is passed by reference, its JSON stays unparsed.
    if (expr.kind === 'column') {
      const index = layout.get(expr.name) ?? -1
      return (block: Block): Block['columns'][number] => block.columns[index] ?? []
    }
    const compiled = compile(expr, { layout, run })
    return (block: Block): Block['columns'][number] => evaluateBlock(compiled, block)
  })
  const properties = passed.flatMap(({ name, below }) => {
    const index = layout.get(below)
    return index === undefined ? [] : { name, index }
  })
  const step = stepOf(
    outputs.map(({ expr }) => expr),
    run,
  )
  async function* projected(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      yield {
        length: block.length,
        columns: [
          ...step(() => columns.map((column) => column(block))),
          ...properties.map(({ index }) => block.columns[index] ?? []),
        ],
      }
    }
  }
  return {
    names: [...outputs.map(({ name }) => name), ...properties.map(({ name }) => name)],
    blocks: projected(),
  }
}
