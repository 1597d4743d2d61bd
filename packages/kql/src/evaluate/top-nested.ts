/* oxlint-disable no-await-in-loop -- one level after the other, each over the same rows */
import type { NestedLevel, TopNested } from '../ast.ts'
import type { Column } from '../source/source.ts'
import { compareValues, groupKey } from '../values/compare.ts'
import { collect } from './block.ts'
import { valueOf } from './expression.ts'
import type { Block, Names, Open, Run, Stream, Table } from './run.ts'

/** The first values of each level within each value of the level before. */
export function openTopNested(plan: TopNested, need: Names, run: Run, open: Open): Stream {
  const all = plan.columns.map(({ name }) => name)
  const names = all.filter((name) => need.has(name))
  async function* blocks(): AsyncGenerator<Block> {
    let rows: readonly Chosen[] = [{ path: '', cells: [] }]
    for (const level of plan.levels) {
      const wanted = new Set(level.groups.columns.map(({ name }) => name))
      const children = childrenOf(level, await collect(open(level.groups, wanted, [], run), run))
      const limit = level.limit ? Number(valueOf(level.limit, run)) : Number.POSITIVE_INFINITY
      rows = rows.flatMap(({ path, cells }) =>
        (children.get(path) ?? [])
          .toSorted((a, b) => inOrder(a.order, b.order, level.descending))
          .slice(0, limit)
          .map((child) => ({ path: child.path, cells: [...cells, child.value, child.order] })),
      )
    }
    yield {
      length: rows.length,
      columns: names.map((name) => rows.map(({ cells }) => cells[all.indexOf(name)])),
    }
  }
  return { names, blocks: blocks() }
}

interface Chosen {
  /** The values so far, as one key. */
  readonly path: string
  readonly cells: readonly unknown[]
}
interface Child {
  readonly path: string
  readonly value: unknown
  readonly order: unknown
}

/** The groups of a level by the path of the level before. */
function childrenOf({ groups }: NestedLevel, table: Table): Map<string, Child[]> {
  const children = new Map<string, Child[]>()
  const depth = groups.keys.length
  const column = (index: number): Column =>
    table.columns[table.names.indexOf(groups.columns[index]?.name ?? '')] ?? []
  for (let row = 0; row < table.length; row++) {
    let parent = ''
    let path = ''
    for (let index = 0; index < depth; index++) {
      const key = groupKey(column(index)[row], groups.columns[index]?.type ?? 'string')
      parent = path
      path += `${typeof key} ${String(key).length} ${String(key)};`
    }
    const siblings = children.get(parent) ?? []
    siblings.push({ path, value: column(depth - 1)[row], order: column(depth)[row] })
    children.set(parent, siblings)
  }
  return children
}

/** Nulls last, in either direction. */
function inOrder(a: unknown, b: unknown, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return descending ? compareValues(b, a) : compareValues(a, b)
}
