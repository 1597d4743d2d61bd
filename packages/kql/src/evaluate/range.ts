import type { Expr, RangeRows } from '../ast.ts'
import { conversion } from '../values/convert.ts'
import { addLong, type Long } from '../values/number.ts'
import { valueOf } from './expression.ts'
import { type Block, checkpoint, type Run, type Stream } from './run.ts'

/** Rows per block. */
const blockSize = 2048

export function openRange(plan: RangeRows, run: Run): Stream {
  const column = plan.columns[0] ?? { name: '', type: 'long' as const }
  const bound = (expr: Expr, type = column.type): unknown =>
    conversion(expr.type, type)(valueOf(expr, run))
  const from = bound(plan.from)
  const to = bound(plan.to)
  const step = bound(plan.step, column.type === 'datetime' ? 'timespan' : column.type)
  const plus = (value: unknown): unknown => {
    if (column.type === 'int' || column.type === 'long') return addLong(value as Long, step as Long)
    return typeof value === 'bigint'
      ? value + (step as bigint)
      : (value as number) + (step as number)
  }
  async function* rows(): AsyncGenerator<Block> {
    if (from === null || to === null || step === null || Number(step) === 0) return
    let values: unknown[] = []
    const up = Number(step) > 0
    for (
      let value = from as Long;
      up ? value <= (to as Long) : value >= (to as Long);
      value = plus(value) as Long
    ) {
      values.push(value)
      if (values.length < blockSize) continue
      // oxlint-disable-next-line no-await-in-loop -- blocks come one after the other
      await checkpoint(run)
      yield { length: values.length, columns: [values] }
      values = []
    }
    if (values.length > 0) yield { length: values.length, columns: [values] }
  }
  return { names: [column.name], blocks: rows() }
}
