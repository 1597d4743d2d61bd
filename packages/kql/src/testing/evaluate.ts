import { createKql, isKqlError, type Kql, memorySource, toJsonValue } from '../index.ts'

export interface Evaluator {
  /** The value of a scalar expression as JSON: times as text, longs beyond 2^53 as text. */
  value(expression: string): Promise<unknown>
  /** The rows of a query, cells as JSON. */
  rows(query: string): Promise<readonly (readonly unknown[])[]>
  /** The code of the error that a query ends with. */
  refusal(query: string): Promise<string>
  close(): Promise<void>
}

/** Queries that bring their own data. */
export function evaluator(kql: Kql = createKql({ source: memorySource({}) })): Evaluator {
  const rows: Evaluator['rows'] = async (query) => {
    const result = await kql.run(query)
    return result.rows.map((row) =>
      row.map((cell, index) => toJsonValue(cell, result.columns[index]?.type ?? 'dynamic')),
    )
  }
  return {
    rows,
    async value(expression) {
      return (await rows(`print value = ${expression}`))[0]?.[0]
    },
    async refusal(query) {
      const error: unknown = await kql.run(query).catch((reason: unknown) => reason)
      if (!isKqlError(error)) throw new Error(`no KqlError for ${query}`, { cause: error })
      return error.code
    },
    close: () => kql.close(),
  }
}
