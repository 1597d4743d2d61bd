import type { Expr, ScanTable } from '../ast.ts'
import { keptNames } from './block.ts'
import { propertyName, propertyOf } from './property.ts'
import type { Names, Run, Stream } from './run.ts'
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
  return {
    names: [...columns, ...properties.map(propertyName)],
    blocks: run.source.scan(plan.table, want),
  }
}
