import type { Expr, ScanTable } from '../ast.ts'
import { parseDecimal } from '../values/decimal.ts'
import { keptNames } from './block.ts'
import { propertyName, propertyOf } from './property.ts'
import type { Block, Names, Run, Stream } from './run.ts'
import { scanHints } from './scan-hints.ts'
import { describeScan } from './trace.ts'

export function openTable(plan: ScanTable, need: Names, hints: readonly Expr[], run: Run): Stream {
  const wanted = new Set(need)
  const properties = [...need].flatMap((name) => {
    const property = propertyOf(name)
    if (property === undefined) return []
    if (run.source.promotes?.(plan.table, property) === true) return property
    wanted.add(property.column)
    return []
  })
  const columns = keptNames(plan, wanted)
  const want = {
    columns,
    ...(properties.length > 0 && { properties }),
    ...scanHints(hints, plan.columns, run),
  }
  if (run.trace) run.trace.current.detail = describeScan(plan.table, want)
  const decimals = new Set(
    plan.columns.filter(({ type }) => type === 'decimal').map(({ name }) => name),
  )
  const places = columns.flatMap((name, index) => (decimals.has(name) ? index : []))
  const blocks = run.source.scan(plan.table, want)
  return {
    names: [...columns, ...properties.map(propertyName)],
    blocks: places.length === 0 ? blocks : withDecimals(blocks, new Set(places)),
  }
}

/** A source gives decimals as numbers, or as text where a number cannot hold their digits. */
async function* withDecimals(
  blocks: AsyncIterable<Block>,
  places: ReadonlySet<number>,
): AsyncGenerator<Block> {
  for await (const { length, columns } of blocks) {
    yield {
      length,
      columns: columns.map((column, index) =>
        places.has(index)
          ? Array.from(column, (cell) =>
              cell === null ? null : parseDecimal(`${cell as string | number}`),
            )
          : column,
      ),
    }
  }
}
