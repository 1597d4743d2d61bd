import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { parseChatRequest } from './chat-request.ts'
import { type Completion, completionBody, completionChunks } from './completion.ts'
import type { Latency } from './latency.ts'
import { createModel, type ModelOptions } from './model.ts'
import { DEFAULT_RATES } from './rates.ts'
import { readPrompt } from './read-prompt.ts'
import { createTally, type Tally, type TallyKeeper } from './tally.ts'
import { unauthorized, unknownUrl, WireError } from './wire-error.ts'

export interface ModelServerOptions extends Partial<ModelOptions> {
  /** 0 takes a free port. Default 0. */
  readonly port?: number
}

export interface ModelServer {
  /** Without a path: `http://127.0.0.1:<port>`. */
  readonly url: string
  /** What the openai client takes as its base URL. */
  readonly baseURL: string
  readonly tally: () => Tally
  readonly close: () => Promise<void>
}

const BODY_LIMIT = 4 * 1024 * 1024

/** Starts the model on loopback. Resolves when it listens. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { port = 0, seed = 1, rates = DEFAULT_RATES, latencyScale = 1 } = options
  const tally = createTally()
  const model = createModel({ seed, rates, latencyScale })
  const server = createServer((request, response) => {
    response.setHeader('x-request-id', `req_${randomUUID().replaceAll('-', '')}`)
    handle(request, response).catch((error: unknown) => sendError(response, error))
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method === 'GET' && path === '/tally') return sendJson(response, 200, tally.read())
    if (request.method !== 'POST' || path !== '/v1/chat/completions')
      throw unknownUrl(request.method ?? '', path)
    if (!/^Bearer \S/.test(request.headers.authorization ?? '')) throw unauthorized()
    return complete(await readBody(request), response)
  }

  async function complete(body: string, response: ServerResponse): Promise<void> {
    const request = parseChatRequest(body)
    const view = readPrompt(request)
    const { completion, latency } = orRefuse(tally, view.kind, () => model.respond(request, view))
    // Counted when the last byte is out: an answer that the client gave up on was not given.
    response.once('finish', () => tally.completed(view, completion.text, completion.usage))
    await sleep(latency.first)
    if (request.stream) await sendStream(response, completion, request.includeUsage, latency)
    else sendJson(response, 200, completionBody(completion))
  }

  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    baseURL: `${url}/v1`,
    tally: tally.read,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function orRefuse<T>(tally: TallyKeeper, kind: Parameters<TallyKeeper['refused']>[0], fn: () => T) {
  try {
    return fn()
  } catch (error) {
    tally.refused(kind)
    throw error
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > BODY_LIMIT)
      throw new WireError(413, {
        message: 'The request is too large.',
        type: 'invalid_request_error',
        param: null,
        code: null,
      })
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function sendStream(
  response: ServerResponse,
  completion: Completion,
  includeUsage: boolean,
  { perPiece }: Latency,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  })
  for await (const chunk of paced(completionChunks(completion, includeUsage), perPiece)) {
    if (response.destroyed) return
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  response.end('data: [DONE]\n\n')
}

/** A timer is no finer than a millisecond, so shorter waits are saved up. */
async function* paced<T>(items: readonly T[], pause: number): AsyncGenerator<T> {
  let owed = 0
  for (const item of items) {
    yield item
    owed += pause
    if (owed >= 2) {
      // oxlint-disable-next-line no-await-in-loop -- waiting is the purpose
      await sleep(owed)
      owed = 0
    }
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const known =
    error instanceof WireError
      ? error
      : new WireError(500, {
          message: 'The server had an error while processing your request.',
          type: 'server_error',
          param: null,
          code: null,
        })
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value)
  sendJson(response, known.status, { error: known.body })
}
