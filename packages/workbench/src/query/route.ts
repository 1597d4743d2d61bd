import type { IncomingMessage } from 'node:http'

import type { KqlParameters } from '@kansoku/kql'

import { HttpProblem } from '../ingestion/http-problem.ts'
import { readJsonBody } from '../ingestion/json-body.ts'
import type { Handler } from '../ingestion/server.ts'
import { queryProblem, type Engine } from './engine.ts'
import { readParameters, readTime } from './parameters.ts'

/** A query is text that a person wrote: nothing near this size. */
const QUERY_LIMIT = 1_048_576

/**
 * `POST /api/query` with `{ query, now?, parameters? }`: the answer, or 400 with the query's problem. A caller that goes away
 * ends its query.
 */
export function queryRoute(engine: () => Engine): readonly [string, Handler] {
  return [
    'POST /api/query',
    async (request) => {
      const left = new AbortController()
      const leave = (): void => left.abort()
      request.socket.once('close', leave)
      try {
        const { query, now, parameters } = await readRequest(request)
        const body = await engine().run(query, now, {
          ...(parameters && { parameters }),
          signal: left.signal,
        })
        return { status: 200, body }
      } catch (error) {
        const problem = queryProblem(error)
        if (problem === undefined) throw error
        return { status: 400, body: { error: problem } }
      } finally {
        request.socket.off('close', leave)
      }
    },
  ]
}

async function readRequest(request: IncomingMessage): Promise<{
  query: string
  now: Date | undefined
  parameters: KqlParameters | undefined
}> {
  const { query, now, parameters } = await readJsonBody(request, QUERY_LIMIT, '{ "query": "…" }')
  if (typeof query !== 'string') throw new HttpProblem(400, 'Send { "query": "…" } as JSON')
  const time = now === undefined ? undefined : readTime(now)
  if (now !== undefined && time === undefined)
    throw new HttpProblem(400, '"now" must be an ISO 8601 time')
  return {
    query,
    now: time,
    parameters: parameters === undefined ? undefined : readParameters(parameters),
  }
}
