import type { QueryAnswer, QueryProblem } from '../../../src/query/answer.ts'

export type Parameters = Readonly<
  Record<string, string | number | readonly string[] | { readonly from: Date; readonly to: Date }>
>

export interface Question {
  readonly query: string
  readonly parameters?: Parameters
  readonly now?: Date
}

/** A refused query, with the place. */
export class QueryRefused extends Error {
  readonly problem: QueryProblem

  constructor(problem: QueryProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** The workbench is gone, or answered something else than an answer. */
export class WorkbenchError extends Error {}

/** Asks the workbench; to abort ends the query there, too. */
export async function ask(question: Question, signal?: AbortSignal): Promise<QueryAnswer> {
  const body = await post<QueryAnswer | { error: QueryProblem }>('/api/query', question, signal)
  if ('error' in body) throw new QueryRefused(body.error)
  return body
}

/** Posts JSON. Answers of status 400 with an `error` are left to the caller. */
export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return fetchJson(path, { method: 'POST', body: JSON.stringify(body), ...(signal && { signal }) })
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return fetchJson(path, signal ? { signal } : {})
}

async function fetchJson<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new WorkbenchError('unreachable', { cause: error })
  })
  const answer = (await response.json()) as T & { errors?: { message: string }[] }
  if (response.ok || (typeof answer === 'object' && answer !== null && 'error' in answer))
    return answer
  throw new WorkbenchError(answer.errors?.[0]?.message ?? `HTTP ${response.status}`)
}
