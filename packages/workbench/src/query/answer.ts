import type { KqlVisualization } from '@kansoku/kql'

/** A result that survives JSON: times as ISO text, whole numbers beyond 2^53 as text. */
export interface QueryAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
  readonly visualization?: KqlVisualization
}

/** What is wrong with a query, and where: characters from 0, line and column from 1. */
export interface QueryProblem {
  readonly code: string
  readonly message: string
  readonly line: number
  readonly column: number
  readonly start: number
  readonly length: number
}
