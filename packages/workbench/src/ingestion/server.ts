import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { refusal } from './guard.ts'
import { HttpProblem } from './http-problem.ts'
import { failedAnswer, type Reply } from './track.ts'

/** What answers `METHOD /path`. */
export type Handler = (request: IncomingMessage) => Promise<Reply>

export interface RunningServer {
  readonly port: number
  /** Answers what is under way, then stops. */
  close(): Promise<void>
}

/** How long a request under way may hold up the end; a sender that stopped halfway would for minutes. */
const CLOSE_GRACE_MS = 2000

/** Bytes of a refused body that are still read, so that the sender gets to see the answer. */
const DRAIN_BYTES = 16_777_216

/**
 * Serves `routes` on 127.0.0.1.
 *
 * @throws the listen error, for example `EADDRINUSE`
 */
export async function serve(
  routes: ReadonlyMap<string, Handler>,
  port: number,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void handle(routes, request, response)
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      server.closeIdleConnections()
      const grace = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
      await closed
      clearTimeout(grace)
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function handle(
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body, headers = {} } = await answer(routes, request)
  if (response.destroyed) return
  const unread = !request.readableEnded
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
    ...(unread ? { connection: 'close' } : {}),
  })
  response.end(JSON.stringify(body))
  if (unread) drain(request)
}

async function answer(
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
): Promise<Reply> {
  const [path = '/'] = (request.url ?? '/').split('?')
  const refused = refusal(request.headers)
  if (refused !== undefined) return problem(403, refused)
  const handler = routes.get(`${request.method} ${path}`)
  if (handler === undefined) {
    const methods = methodsOf(routes, path)
    if (methods.length > 0) {
      const allow = methods.join(', ')
      return { ...problem(405, `${path} answers ${allow} only`), headers: { allow } }
    }
    return problem(404, `Nothing answers here; known are ${[...routes.keys()].join(', ')}`)
  }
  try {
    return await handler(request)
  } catch (error) {
    if (error instanceof HttpProblem) return problem(error.status, error.message)
    // 500 is what the exporter retries and keeps, so nothing is lost.
    return problem(500, error instanceof Error ? error.message : String(error))
  }
}

function methodsOf(routes: ReadonlyMap<string, Handler>, path: string): string[] {
  return Array.from(routes.keys(), (route) => route.split(' ')).flatMap(([method = '', at]) =>
    at === path ? [method] : [],
  )
}

function problem(status: number, message: string): Reply {
  return { status, body: failedAnswer(status, message) }
}

/** Closing at once would reset the connection under the sender's feet, and the answer with it. */
function drain(request: IncomingMessage): void {
  let left = DRAIN_BYTES
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
  request.on('error', () => undefined)
  request.resume()
}
