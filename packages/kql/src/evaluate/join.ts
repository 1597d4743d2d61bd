import type { Expr, Join } from '../ast.ts'
import { groupKey } from '../values/compare.ts'
import { nullOf } from '../values/convert.ts'
import { collect, layoutOf } from './block.ts'
import { compile, type Evaluate } from './expression.ts'
import { columnsRead } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

/** One key for all join columns. Null meets null, NaN meets NaN, text by case. */
export function keyOf(exprs: readonly Expr[], names: readonly string[], run: Run): Evaluate {
  const layout = layoutOf(names)
  const keys = exprs.map((expr) => ({
    type: expr.type,
    evaluate: compile(expr, { layout, run }).evaluate,
  }))
  const [single] = keys
  if (single && keys.length === 1) {
    return (columns, row) => groupKey(single.evaluate(columns, row), single.type)
  }
  return (columns, row) =>
    keys
      .map(({ evaluate, type }) => {
        const key = groupKey(evaluate(columns, row), type)
        const text = String(key)
        // The length keeps ('a', 'bc') and ('ab', 'c') apart, the type null and 'null'.
        return `${typeof key === 'string' ? 's' : key === null ? 'n' : 'v'}${text.length}:${text}`
      })
      .join('')
}

/** Which rows a kind of join keeps besides the pairs. */
const kinds = {
  innerunique: { pairs: true, left: false, right: false },
  inner: { pairs: true, left: false, right: false },
  leftouter: { pairs: true, left: true, right: false },
  rightouter: { pairs: true, left: false, right: true },
  fullouter: { pairs: true, left: true, right: true },
  leftsemi: { pairs: false, left: false, right: false },
  leftanti: { pairs: false, left: true, right: false },
  rightsemi: { pairs: false, left: false, right: false },
  rightanti: { pairs: false, left: false, right: true },
} as const satisfies Record<Join['join'], { pairs: boolean; left: boolean; right: boolean }>

const blockSize = 4096

export function openJoin(plan: Join, need: Names, run: Run, open: Open): Stream {
  const outputs = plan.outputs.filter(({ name }) => need.has(name))
  const types = new Map(plan.columns.map(({ name, type }) => [name, type]))
  const sideNeed = (side: 'left' | 'right'): Set<string> =>
    columnsRead(
      plan.keys.map((key) => key[side]),
      new Set(outputs.filter((output) => output.side === side).map(({ from }) => from)),
    )
  const left = open(plan.left, sideNeed('left'), [], run)
  const right = open(plan.right, sideNeed('right'), [], run)
  const leftKey = keyOf(
    plan.keys.map((key) => key.left),
    left.names,
    run,
  )
  const rightKey = keyOf(
    plan.keys.map((key) => key.right),
    right.names,
    run,
  )
  const layouts = { left: layoutOf(left.names), right: layoutOf(right.names) }
  const places = outputs.map(({ name, side, from }) => ({
    side,
    place: layouts[side].get(from) ?? -1,
    nothing: nullOf(types.get(name) ?? 'long'),
  }))

  /** Rows of both sides by number; -1 where a side has none. */
  const joined = (
    leftColumns: Block['columns'],
    rightColumns: Block['columns'],
    leftRows: readonly number[],
    rightRows: readonly number[],
  ): Block => ({
    length: leftRows.length,
    columns: places.map(({ side, place, nothing }) => {
      const column = (side === 'left' ? leftColumns : rightColumns)[place] ?? []
      const rows = side === 'left' ? leftRows : rightRows
      return rows.map((row) => (row < 0 ? nothing : column[row]))
    }),
  })

  async function* blocks(): AsyncGenerator<Block> {
    const table = await collect(right, run)
    const index = new Map<unknown, number[]>()
    for (let row = 0; row < table.length; row++) {
      const key = rightKey(table.columns, row)
      const rows = index.get(key)
      if (rows) rows.push(row)
      else index.set(key, [row])
    }
    const keep = kinds[plan.join]
    const met = new Set<unknown>()
    const seen = new Set<unknown>()
    for await (const block of left.blocks) {
      let leftRows: number[] = []
      let rightRows: number[] = []
      for (let row = 0; row < block.length; row++) {
        const key = leftKey(block.columns, row)
        const matches = index.get(key)
        if (plan.join === 'innerunique') {
          if (seen.has(key)) continue
          seen.add(key)
        }
        if (matches) met.add(key)
        if (matches && keep.pairs) {
          for (const match of matches) {
            leftRows.push(row)
            rightRows.push(match)
          }
        } else if (matches ? plan.join === 'leftsemi' : keep.left) {
          leftRows.push(row)
          rightRows.push(-1)
        }
        if (leftRows.length < blockSize) continue
        // oxlint-disable-next-line no-await-in-loop -- blocks come one after the other
        await checkpoint(run)
        yield joined(block.columns, table.columns, leftRows, rightRows)
        leftRows = []
        rightRows = []
      }
      await checkpoint(run)
      if (leftRows.length > 0) yield joined(block.columns, table.columns, leftRows, rightRows)
    }
    if (!keep.right && plan.join !== 'rightsemi') return
    const rest: number[] = []
    for (const [key, rows] of index)
      if (met.has(key) === (plan.join === 'rightsemi')) for (const row of rows) rest.push(row)
    rest.sort((a, b) => a - b)
    yield joined(
      [],
      table.columns,
      rest.map(() => -1),
      rest,
    )
  }
  return { names: outputs.map(({ name }) => name), blocks: blocks() }
}
