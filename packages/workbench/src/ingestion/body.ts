import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'

import { HttpProblem } from './http-problem.ts'

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate } as const

/**
 * Reads a request's body, decompressed.
 *
 * @throws HttpProblem 413 above `limit` bytes (counted after decompression, so that a small body
 * cannot unfold into memory), 415 for an unknown encoding, 400 for a damaged one
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const decoder = decoderFor(encoding)
  // Not `for await`: leaving such a loop destroys the request, and the sender never sees the answer.
  return new Promise((resolve, reject) => {
    const source = decoder === undefined ? request : request.pipe(decoder)
    const chunks: Buffer[] = []
    let size = 0
    const fail = (problem: HttpProblem): void => {
      chunks.length = 0
      source.off('data', take)
      if (decoder !== undefined) request.unpipe(decoder)
      decoder?.destroy()
      reject(problem)
    }
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size > limit) fail(tooLarge(limit))
      else chunks.push(chunk)
    }
    source.on('data', take)
    source.on('end', () => resolve(Buffer.concat(chunks)))
    source.on('error', (cause: Error) => {
      fail(new HttpProblem(400, damaged(encoding, cause, size), { cause }))
    })
    request.on('close', () => {
      if (!request.complete) fail(new HttpProblem(400, `The sender hung up after ${size} bytes`))
    })
  })
}

function damaged(encoding: string, cause: Error, size: number): string {
  return `The ${encoding} body is damaged or cut: ${cause.message}, after ${size} decompressed bytes`
}

function decoderFor(encoding: string): Transform | undefined {
  if (encoding === 'identity') return undefined
  const decoder = Object.entries(decoders).find(([name]) => name === encoding)?.[1]
  if (decoder === undefined) {
    throw new HttpProblem(
      415,
      `Content-Encoding ${encoding.slice(0, 40)} is unknown; send gzip, deflate or none`,
    )
  }
  return decoder()
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem(
    413,
    `The body is larger than ${limit} bytes (decompressed). Send fewer items at once (maxExportBatchSize).`,
  )
}

/** Text of a body. Japanese that is not UTF-8 is refused rather than stored as question marks. */
export function bodyText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw new HttpProblem(400, 'The body is not UTF-8', { cause })
  }
}
