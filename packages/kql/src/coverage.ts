import { lazyForms } from './evaluate/lazy.ts'
import { aggregateFunctions } from './functions/aggregates.ts'
import { scalarFunctions } from './functions/scalar.ts'

/** Functions that the lowering or the window operator answers, not a table of functions. */
const loweredFunctions = [
  'column_ifexists',
  'columnifexists',
  'materialize',
  'table',
  'toscalar',
  'row_number',
  'prev',
  'next',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
] as const

const operators = [
  'as',
  'count',
  'datatable',
  'distinct',
  'extend',
  'filter',
  'getschema',
  'invoke',
  'join',
  'let',
  'limit',
  'lookup',
  'make-series',
  'materialize',
  'mv-apply',
  'mv-expand',
  'order',
  'parse',
  'parse-kv',
  'parse-where',
  'print',
  'project',
  'project-away',
  'project-keep',
  'project-rename',
  'project-reorder',
  'range',
  'render',
  'scan',
  'search',
  'serialize',
  'sort',
  'summarize',
  'take',
  'top',
  'top-nested',
  'union',
  'where',
] as const

export type Coverage = 'operator' | 'function' | 'aggregate'

const evaluated: Readonly<Record<Coverage, ReadonlySet<string>>> = {
  operator: new Set(operators),
  function: new Set([
    ...Object.keys(scalarFunctions),
    ...Object.keys(lazyForms),
    ...loweredFunctions,
  ]),
  aggregate: new Set(Object.keys(aggregateFunctions)),
}

/** Whether this engine answers what Microsoft's language has under a name. */
export const isEvaluated = (kind: Coverage, name: string): boolean => evaluated[kind].has(name)
