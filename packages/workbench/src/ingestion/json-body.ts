import type { IncomingMessage } from 'node:http'

import { bodyText, readBody } from './body.ts'
import { HttpProblem } from './http-problem.ts'

/**
 * The JSON object in a request's body.
 *
 * @throws HttpProblem 400 that shows `example` for what is none
 */
export async function readJsonBody(
  request: IncomingMessage,
  limit: number,
  example: string,
): Promise<Readonly<Record<string, unknown>>> {
  const text = bodyText(await readBody(request, limit))
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Falls through to the same advice.
  }
  throw new HttpProblem(400, `Send ${example} as JSON`)
}
