import type { Aggregate, Summarize } from '../ast.ts'
import { aggregateFunctions } from '../functions/aggregates.ts'
import { refuse } from '../functions/site.ts'
import { layoutOf, sliced } from './block.ts'
import { compile, evaluateBlock, type Scope, siteOf } from './expression.ts'
import { type Group, groupsBy } from './groups.ts'
import { columnBytes, hold } from './held.ts'
import { columnsRead } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'
import { stepOf } from './step.ts'

/** About what a group and the state of one of its aggregates take in memory. */
const GROUP = 150
const STATE = 100
/** Aggregates that keep the values of their rows. */
const keeping = /^(?:make|percentile|d?count_?distinct|dcount|hll|tdigest)/u

function compileAggregate(aggregate: Aggregate, scope: Scope) {
  const args = aggregate.args.map((arg) => compile(arg, scope))
  const site = siteOf(aggregate.name, args, aggregate.type, aggregate.at, scope.run)
  const make = Object.hasOwn(aggregateFunctions, aggregate.name)
    ? aggregateFunctions[aggregate.name]
    : undefined
  if (!make)
    throw refuse(site, 'unsupported', `${aggregate.name}() is not supported by this engine`)
  return { start: make(site), args, keeps: keeping.test(aggregate.name) }
}

/** Groups in the order of their first rows. Null is a group of its own, and so is NaN. */
export function openSummarize(plan: Summarize, need: Names, run: Run, open: Open): Stream {
  const outputs = plan.outputs.filter(({ name }) => need.has(name))
  const used = columnsRead(outputs.map(({ expr }) => expr))
  const aggregates = plan.aggregates.filter(({ slot }) => used.has(slot))
  const read = columnsRead([
    ...plan.keys.map(({ expr }) => expr),
    ...aggregates.flatMap(({ args }) => args),
  ])
  const input = open(plan.input, read, [], run)
  const scope = { layout: layoutOf(input.names), run }
  const keys = plan.keys.map(({ expr }) => compile(expr, scope))
  const parts = aggregates.map((aggregate) => compileAggregate(aggregate, scope))

  const step = stepOf(
    [...plan.keys.map(({ expr }) => expr), ...aggregates.flatMap(({ args }) => args)],
    run,
  )
  async function grouped(): Promise<readonly Group[]> {
    const groups = groupsBy(
      keys.map(({ type }) => type),
      () => parts.map(({ start }) => start()),
    )
    for await (const block of input.blocks) {
      await checkpoint(run)
      const before = groups.all.length
      const keyColumns = step(() => keys.map((key) => evaluateBlock(key, block)))
      const found = groups.of(keyColumns, block.length)
      hold(run, (groups.all.length - before) * (GROUP + parts.length * STATE))
      for (const [index, part] of parts.entries()) {
        const values = step(() => part.args.map((arg) => evaluateBlock(arg, block)))
        const [first = [], second = []] = values
        let row = 0
        for (const [at, group] of found.groups.entries()) {
          const state = group.states[index]
          const end = found.ends[at] ?? 0
          for (; row < end; row++) state?.add(first[row], second[row])
        }
        if (part.keeps) hold(run, columnBytes(first))
      }
    }
    return groups.all
  }

  async function* results(): AsyncGenerator<Block> {
    const groups = await grouped()
    const names = [...plan.keys.map(({ name }) => name), ...aggregates.map(({ slot }) => slot)]
    const columns = [
      ...plan.keys.map((_, index) => groups.map((group) => group.keys[index])),
      ...aggregates.map((_, index) => groups.map((group) => group.states[index]?.result())),
    ]
    const inner = { layout: layoutOf(names), run }
    const evaluates = outputs.map(({ expr }) => compile(expr, inner).evaluate)
    yield* sliced({
      length: groups.length,
      columns: evaluates.map((evaluate) => groups.map((_, row) => evaluate(columns, row))),
    })
  }
  return { names: outputs.map(({ name }) => name), blocks: results() }
}
