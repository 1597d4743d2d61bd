import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { refusal } from './guard.ts'
import { HttpProblem } from './http-problem.ts'
import type { Reply } from './reply.ts'
import { failedAnswer } from './track.ts'

/** What answers `METHOD /path`; `GET *` answers every path that no other route knows. */
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
  const reply = await answer(routes, request)
  if (response.destroyed) return
  const unread = !request.readableEnded && hasBody(request)
  response.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    // A row holds what a model said: no browser shall take it for a page.
    'x-content-type-options': 'nosniff',
    ...reply.headers,
    ...(unread ? { connection: 'close' } : {}),
  })
  if ('stream' in reply && request.method !== 'HEAD') reply.stream(response)
  else response.end(bodyOf(reply))
  if (unread) drain(request)
}

function bodyOf(reply: Reply): Uint8Array | string {
  if ('stream' in reply) return ''
  return 'bytes' in reply ? reply.bytes : JSON.stringify(reply.body)
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

async function answer(
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
): Promise<Reply> {
  const [path = '/'] = (request.url ?? '/').split('?')
  const refused = refusal(request.headers)
  if (refused !== undefined) return problem(403, refused)
  // What a GET would be answered with; Node leaves the body out.
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
  const handler = routes.get(`${method} ${path}`) ?? fallback(routes, method, path)
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
    if (error instanceof HttpProblem)
      return { ...problem(error.status, error.message), headers: error.headers }
    // 500 is what the exporter retries and keeps, so nothing is lost.
    return problem(500, error instanceof Error ? error.message : String(error))
  }
}

function fallback(
  routes: ReadonlyMap<string, Handler>,
  method: string,
  path: string,
): Handler | undefined {
  return methodsOf(routes, path).length === 0 ? routes.get(`${method} *`) : undefined
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
