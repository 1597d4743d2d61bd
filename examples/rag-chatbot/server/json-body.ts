import type { IncomingMessage } from 'node:http'

import { HttpError } from './http-error.ts'

const LIMIT = 64 * 1024

/**
 * The JSON object that a request carries. Only `application/json` is taken: a page of another origin cannot send that
 * without asking first, and is not answered then.
 *
 * @throws HttpError 400, 413 or 415
 */
export async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new HttpError(415, 'Send JSON, with content-type: application/json.')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LIMIT) throw new HttpError(413, `The body is longer than ${LIMIT} bytes.`)
    chunks.push(chunk)
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Reported below, like JSON that is no object.
  }
  throw new HttpError(400, 'The body is no JSON object.')
}

/** @throws HttpError 400 that names the member */
export function textIn(body: Record<string, unknown>, name: string, longest: number): string {
  const value = body[name]
  if (typeof value !== 'string' || value.trim() === '')
    throw new HttpError(400, `"${name}" is missing, or is no text.`)
  if (value.length > longest)
    throw new HttpError(400, `"${name}" is longer than ${longest} characters.`)
  return value
}
