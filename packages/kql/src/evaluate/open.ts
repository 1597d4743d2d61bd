import type { Expr, Plan } from '../ast.ts'
import { openJoin } from './join.ts'
import { openMakeSeries } from './make-series.ts'
import { openMaterialized } from './materialized.ts'
import { openGiven, openMvApply } from './mv-apply.ts'
import { openMvExpand } from './mv-expand.ts'
import { openParse, openParseKv } from './parse.ts'
import { openPartition } from './partition.ts'
import { openNarrow, openPivot } from './pivot.ts'
import { openProject } from './project.ts'
import { withoutProperties } from './property.ts'
import { openRange } from './range.ts'
import { openRows } from './rows.ts'
import type { Names, Run, Stream } from './run.ts'
import { openScan } from './scan.ts'
import { openSort } from './sort.ts'
import { openSummarize } from './summarize.ts'
import { openTable } from './table.ts'
import { openTake } from './take.ts'
import { openTopNested } from './top-nested.ts'
import { traced } from './trace.ts'
import { openUnion } from './union.ts'
import { openUnpack } from './unpack.ts'
import { openWhere } from './where.ts'
import { openWindowed } from './windowed.ts'

/** Operators that hand a demand for a property's text down to their input. */
const passesProperties: ReadonlySet<Plan['kind']> = new Set([
  'table',
  'where',
  'project',
  'sort',
  'take',
])

/**
 * Opens a plan as a stream of blocks. Only needed columns are read and carried; `hints` are filters above, which may
 * reach a source early. Nothing is read before the first block is pulled.
 */
export function open(plan: Plan, wanted: Names, hints: readonly Expr[], run: Run): Stream {
  const need = passesProperties.has(plan.kind) ? wanted : withoutProperties(wanted)
  return run.trace
    ? traced(run.trace, plan, () => openOperator(plan, need, hints, run))
    : openOperator(plan, need, hints, run)
}

function openOperator(plan: Plan, need: Names, hints: readonly Expr[], run: Run): Stream {
  switch (plan.kind) {
    case 'table':
      return openTable(plan, need, hints, run)
    case 'rows':
      return openRows(plan, run)
    case 'range':
      return openRange(plan, run)
    case 'where':
      return openWhere(plan, need, hints, run, open)
    case 'project':
      return openProject(plan, need, hints, run, open)
    case 'windowed':
      return openWindowed(plan, need, run, open)
    case 'summarize':
      return openSummarize(plan, need, run, open)
    case 'sort':
      return openSort(plan, need, hints, run, open)
    case 'take':
      return openTake(plan, need, run, open)
    case 'union':
      return openUnion(plan, need, hints, run, open)
    case 'join':
      return openJoin(plan, need, run, open)
    case 'mv-expand':
      return openMvExpand(plan, need, run, open)
    case 'mv-apply':
      return openMvApply(plan, need, run, open)
    case 'given':
      return openGiven(plan, run)
    case 'make-series':
      return openMakeSeries(plan, need, run, open)
    case 'top-nested':
      return openTopNested(plan, need, run, open)
    case 'scan':
      return openScan(plan, need, run, open)
    case 'parse':
      return openParse(plan, need, run, open)
    case 'parse-kv':
      return openParseKv(plan, need, run, open)
    case 'partition':
      return openPartition(plan, need, run, open)
    case 'unpack':
      return openUnpack(plan, need, run, open)
    case 'pivot':
      return openPivot(plan, need, run, open)
    case 'narrow':
      return openNarrow(plan, need, run, open)
    case 'materialized':
      return openMaterialized(plan, need, run, open)
    default:
      return plan satisfies never
  }
}
