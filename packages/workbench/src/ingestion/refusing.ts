import { HttpProblem } from './http-problem.ts'
import type { Handler } from './server.ts'

/** How the service refuses under load: what a test of an application's delivery wants to see. */
export interface RefuseOptions {
  /** 429 too many, 439 over the daily quota, 503 unavailable. The exporter treats each in its own way. */
  readonly status: 429 | 439 | 503
  /** Seconds, as `Retry-After`. @defaultValue not sent */
  readonly retryAfter?: number
  /** How many requests are refused before all are taken. @defaultValue all of them */
  readonly requests?: number
}

/** The handler behind a service that refuses; nothing of a refused request is stored. */
export function refusing(handler: Handler, options: RefuseOptions | undefined): Handler {
  if (options === undefined) return handler
  const { status, retryAfter, requests = Number.POSITIVE_INFINITY } = options
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  let left = requests
  return async (request) => {
    if (left <= 0) return handler(request)
    left -= 1
    throw new HttpProblem(status, 'Refused, as this workbench was told to (option refuse)', {
      headers,
    })
  }
}
