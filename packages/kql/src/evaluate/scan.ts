import type { ScanStep, ScanSteps } from '../ast.ts'
import { stateColumn } from '../state-column.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { collect, type Layout, layoutOf } from './block.ts'
import { compile, type Evaluate, valueOf } from './expression.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

/** What a step last saw: its own row and those of the steps before it. */
interface State {
  readonly rows: readonly (readonly unknown[])[]
  readonly match: number
}

interface Step {
  readonly test: Evaluate
  /** The row's own cells, then the declared ones as this step leaves them. */
  readonly extended: (row: readonly unknown[]) => readonly unknown[]
  readonly output: boolean
}

/**
 * The documented logic: a row is looked at by each step, from the last to the first. It moves the sequence of the step
 * before on to this step, or else renews the sequence of this step; the first step begins one.
 */
export function openScan(plan: ScanSteps, need: Names, run: Run, open: Open): Stream {
  const own = plan.input.columns
  const input = open(plan.input, new Set(own.map(({ name }) => name)), [], run)
  const initial = plan.declared.map((each) => valueOf(each.initial, run))
  const empty = [...own.map(({ type }) => nullOf(type)), ...initial]
  const stateNames = [...own, ...plan.declared].map(({ name }) => name)
  const layout = layoutOf([
    ...stateNames,
    ...plan.steps.flatMap(({ name: step }) => stateNames.map((name) => stateColumn(step, name))),
  ])
  // One row stands in one-cell columns: the row itself with the declared columns' first values, then the states.
  const cells: unknown[][] = Array.from({ length: layout.size }, () => [null])
  const write = (from: number, values: readonly unknown[]): void =>
    values.forEach((value, index) => {
      const cell = cells[from + index]
      if (cell) cell[0] = value
    })
  const writeState = (rows: readonly (readonly unknown[])[]): void =>
    plan.steps.forEach((_, index) => write((index + 1) * empty.length, rows[index] ?? empty))
  const steps = plan.steps.map((step) => compileStep(step, plan, { layout, initial, cells }, run))
  const names = [...own, ...plan.declared].map(({ name }) => name)
  const wanted = plan.columns.map(({ name }) => name).filter((name) => need.has(name))

  function matcher(): (row: readonly unknown[]) => readonly (readonly unknown[])[] {
    const states: (State | undefined)[] = []
    let matches = -1
    return (row) => {
      const found: (readonly unknown[])[] = []
      write(0, [...row, ...initial])
      for (let at = steps.length - 1; at >= 0; at--) {
        const { test, extended, output } = steps[at] as Step
        const before = at > 0 ? states[at - 1] : undefined
        const active = states[at]
        const matched = (rows: readonly (readonly unknown[])[], match: number): void => {
          const result = extended(row)
          states[at] = { rows: [...rows.slice(0, at), result], match }
          if (output) found.push([...result, match])
        }
        writeState(before?.rows ?? [])
        if (before && test(cells, 0) === true) {
          matched(before.rows, before.match)
          states[at - 1] = undefined
          continue
        }
        writeState(active?.rows ?? [])
        if ((active || at === 0) && test(cells, 0) === true)
          matched(active?.rows ?? [], active ? active.match : ++matches)
      }
      return found
    }
  }

  async function* blocks(): AsyncGenerator<Block> {
    const table = await collect(input, run)
    const places = own.map(({ name }) => layoutOf(table.names).get(name) ?? -1)
    const match = matcher()
    const results: (readonly unknown[])[] = []
    for (let row = 0; row < table.length; row++) {
      if (row % 1024 === 0) await checkpoint(run) // oxlint-disable-line no-await-in-loop
      results.push(...match(places.map((place) => table.columns[place]?.[row])))
    }
    const position = layoutOf([...names, ...(plan.matchId === undefined ? [] : [plan.matchId])])
    yield {
      length: results.length,
      columns: wanted.map((name) => results.map((row) => row[position.get(name) ?? -1])),
    }
  }
  return { names: wanted, blocks: blocks() }
}

function compileStep(
  { condition, values, output }: ScanStep,
  { declared }: ScanSteps,
  {
    layout,
    initial,
    cells,
  }: { readonly layout: Layout; readonly initial: readonly unknown[]; readonly cells: unknown[][] },
  run: Run,
): Step {
  const assigned = values.map((value, index) => {
    if (!value) return () => initial[index]
    const { evaluate, type } = compile(value, { layout, run })
    const convert = conversion(type, declared[index]?.type ?? type)
    return () => convert(evaluate(cells, 0))
  })
  return {
    test: compile(condition, { layout, run }).evaluate,
    extended: (row) => [...row, ...assigned.map((value) => value())],
    output,
  }
}
