import type { Expr, ScanTable } from '../ast.ts'
import { keptNames } from './block.ts'
import { scanHints } from './hints.ts'
import type { Names, Run, Stream } from './run.ts'

export function openTable(plan: ScanTable, need: Names, hints: readonly Expr[], run: Run): Stream {
  const names = keptNames(plan, need)
  const want = { columns: names, ...scanHints(hints, plan.columns, run) }
  return { names, blocks: run.source.scan(plan.table, want) }
}
