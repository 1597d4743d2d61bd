import { bodyText, readBody } from '../ingestion/body.ts'
import { HttpProblem } from '../ingestion/http-problem.ts'
import type { Handler } from '../ingestion/server.ts'
import { queryProblem, type Engine } from './engine.ts'

/** A query is text that a person wrote: nothing near this size. */
const QUERY_LIMIT = 1_048_576

/** `POST /api/query` with `{ query, now? }`: the answer, or 400 with the query's problem. */
export function queryRoute(engine: () => Engine): readonly [string, Handler] {
  return [
    'POST /api/query',
    async (request) => {
      const { query, now } = parseRequest(bodyText(await readBody(request, QUERY_LIMIT)))
      try {
        return { status: 200, body: await engine().run(query, now) }
      } catch (error) {
        const problem = queryProblem(error)
        if (problem === undefined) throw error
        return { status: 400, body: { error: problem } }
      }
    },
  ]
}

function parseRequest(text: string): { query: string; now?: Date } {
  const { query, now } = parseObject(text)
  if (typeof query !== 'string') throw new HttpProblem(400, 'Send { "query": "…" } as JSON')
  if (now === undefined) return { query }
  const time = typeof now === 'string' ? new Date(now) : undefined
  if (time === undefined || Number.isNaN(time.getTime())) {
    throw new HttpProblem(400, '"now" must be an ISO 8601 time')
  }
  return { query, now: time }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Falls through to the same advice.
  }
  throw new HttpProblem(400, 'Send { "query": "…" } as JSON')
}
