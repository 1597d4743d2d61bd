import type { QueryAnswer, QueryProblem } from './answer.ts'

/** The answer, or what is wrong with the query. */
export type Asked = { readonly answer: QueryAnswer } | { readonly problem: QueryProblem }

/** Somebody who answers queries: a workbench, a file of rows, a workspace in Azure. */
export interface Asker {
  /** @param now what `now()` gives; the time of the query by default */
  readonly ask: (query: string, now?: Date) => Promise<Asked>
  readonly close: () => Promise<void>
}
