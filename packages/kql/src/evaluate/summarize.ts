import type { Aggregate, Summarize } from '../ast.ts'
import { type Accumulator, aggregateFunctions } from '../functions/aggregates.ts'
import { refuse } from '../functions/site.ts'
import { groupKey } from '../values/compare.ts'
import { layoutOf } from './block.ts'
import { compile, type Evaluate, type Scope, siteOf } from './expression.ts'
import { columnsRead } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

interface Group {
  readonly keys: readonly unknown[]
  readonly states: readonly Accumulator[]
}

interface Level extends Map<unknown, Level | Group> {}

const never: Evaluate = () => undefined

function compileAggregate(aggregate: Aggregate, scope: Scope) {
  const args = aggregate.args.map((arg) => compile(arg, scope))
  const site = siteOf(aggregate.name, args, aggregate.type, aggregate.at, scope.run)
  const make = Object.hasOwn(aggregateFunctions, aggregate.name)
    ? aggregateFunctions[aggregate.name]
    : undefined
  if (!make)
    throw refuse(site, 'unsupported', `${aggregate.name}() is not supported by this engine`)
  return {
    start: make(site),
    first: args[0]?.evaluate ?? never,
    second: args[1]?.evaluate ?? never,
  }
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

  async function grouped(): Promise<Group[]> {
    const groups: Group[] = []
    const fresh = (values: readonly unknown[]): Group => {
      const group = { keys: values, states: parts.map(({ start }) => start()) }
      groups.push(group)
      return group
    }
    const root: Level = new Map()
    const only = keys.length === 0 ? fresh([]) : undefined
    const find = (columns: Block['columns'], row: number): Group => {
      if (only) return only
      const values = keys.map(({ evaluate }) => evaluate(columns, row))
      let level = root
      const last = keys.length - 1
      for (let index = 0; index < last; index++) {
        const key = groupKey(values[index], keys[index]?.type ?? 'string')
        let next = level.get(key) as Level | undefined
        if (!next) level.set(key, (next = new Map()))
        level = next
      }
      const key = groupKey(values[last], keys[last]?.type ?? 'string')
      let group = level.get(key) as Group | undefined
      if (!group) level.set(key, (group = fresh(values)))
      return group
    }
    for await (const block of input.blocks) {
      await checkpoint(run)
      for (let row = 0; row < block.length; row++) {
        const { states } = find(block.columns, row)
        for (let index = 0; index < parts.length; index++) {
          const part = parts[index]
          if (part)
            states[index]?.add(part.first(block.columns, row), part.second(block.columns, row))
        }
      }
    }
    return groups
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
    yield {
      length: groups.length,
      columns: evaluates.map((evaluate) => groups.map((_, row) => evaluate(columns, row))),
    }
  }
  return { names: outputs.map(({ name }) => name), blocks: results() }
}
