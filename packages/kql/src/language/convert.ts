import type { Expr } from '../ast.ts'
import type { KqlType } from '../types.ts'
import { list, type Parameter } from './kusto.ts'

const byType: Readonly<Partial<Record<KqlType, string>>> = {
  int: 'toint',
  long: 'tolong',
  real: 'todouble',
  string: 'tostring',
  datetime: 'todatetime',
  timespan: 'totimespan',
  bool: 'tobool',
}

const nowhere = { start: 0, length: 0, line: 1, column: 1 }

/** An argument takes the declared type of its parameter: a long given to a real parameter is a real inside. */
export function conversionCall(expr: Expr, parameter: Parameter): Expr {
  const declared = list<{ Name: string }>(
    (parameter as Parameter & { DeclaredTypes?: unknown }).DeclaredTypes,
  )
  const type = declared[0]?.Name as KqlType | undefined
  const name = type === undefined || type === expr.type ? undefined : byType[type]
  return name && type ? { kind: 'call', name, args: [expr], type, at: nowhere } : expr
}
