import {
  createKql,
  duckdbSource,
  isKqlError,
  type KqlDiagnostic,
  type KqlEditor,
  type KqlFunction,
  type RunOptions,
  toJsonValue,
} from '@kansoku/kql'
import { functions, type ModelPrice, tables, withPrices } from '@kansoku/log-analytics'

import type { Store } from '../store/store.ts'
import type { QueryAnswer, QueryProblem } from './answer.ts'

/** Answers KQL over the rows of a store; the pack's functions can be called. */
export interface Engine {
  /** @throws KqlError for a bad query */
  run(
    query: string,
    now?: Date,
    options?: Pick<RunOptions, 'parameters' | 'signal'>,
  ): Promise<QueryAnswer>
  /** What is wrong with a query, without running it. */
  check(query: string): Promise<readonly KqlDiagnostic[]>
  readonly editor: KqlEditor
  close(): Promise<void>
}

const savedFunctions = (prices: readonly ModelPrice[] | undefined): KqlFunction[] =>
  (prices === undefined ? functions() : withPrices(functions(), prices)).map(
    ({ name, parameters, body, description }) => ({
      name,
      parameters,
      body,
      documentation: description.en,
    }),
  )

/** Properties hold texts only, as the exporter sends them and ingestion takes them. */
const textBags = Object.fromEntries(
  Object.entries(tables).flatMap(([table, columns]) =>
    columns.some(({ name }) => name === 'Properties') ? [[table, ['Properties']]] : [],
  ),
)

/** @param prices in place of the pack's list prices */
export function createEngine(store: Store, prices?: readonly ModelPrice[]): Engine {
  const source = duckdbSource({ connection: () => store.connection(), tables, textBags })
  const kql = createKql({ source, functions: savedFunctions(prices) })
  return {
    async run(query, now, options = {}) {
      const { columns, rows, visualization } = await kql.run(query, {
        ...options,
        ...(now === undefined ? {} : { now }),
      })
      return {
        columns: columns.map(({ name, type }) => ({ name, type })),
        rows: rows.map((row) =>
          row.map((cell, index) => toJsonValue(cell, columns[index]?.type ?? 'dynamic')),
        ),
        ...(visualization === undefined ? {} : { visualization }),
      }
    },
    check: (query) => kql.check(query),
    editor: kql.editor,
    async close() {
      await kql.close()
    },
  }
}

/** The problem of a bad query, or undefined when the error is of another kind. */
export function queryProblem(error: unknown): QueryProblem | undefined {
  if (!isKqlError(error)) return undefined
  const { code, message, line, column, start, length } = error
  return { code, message, line, column, start, length }
}
