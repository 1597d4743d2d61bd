import type { Expr, Rows } from '../ast.ts'
import { conversion } from '../values/convert.ts'
import { once } from './block.ts'
import { valueOf } from './expression.ts'
import type { Run, Stream } from './run.ts'

export function openRows(plan: Rows, run: Run): Stream {
  const convert = (expr: Expr, index: number): unknown => {
    const type = plan.columns[index]?.type ?? expr.type
    return conversion(expr.type, type)(valueOf(expr, run))
  }
  const rows = plan.rows.map((row) => row.map(convert))
  const columns = plan.columns.map((_, index) => rows.map((row) => row[index]))
  return {
    names: plan.columns.map(({ name }) => name),
    blocks: once({ length: rows.length, columns }),
  }
}
