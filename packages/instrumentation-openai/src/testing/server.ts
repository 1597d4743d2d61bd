import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request. */
export type Answer =
  | { readonly json: unknown; readonly status?: number }
  | { readonly body: string; readonly type: string; readonly status?: number }
  | {
      /** Written one by one; a string as it is, anything else as JSON. */
      readonly events: readonly unknown[]
      /** What follows the events: the end marker, a quiet end, a broken socket, or nothing for ever. */
      readonly ending?: 'done' | 'end' | 'break' | 'hang'
    }
  | { readonly never: true }

export interface ModelServer {
  readonly baseURL: string
  /** Bodies and paths of the requests so far. */
  readonly requests: { path: string; body: unknown }[]
  /** The answers for the next requests, in order; the last one stays. */
  answer(...answers: readonly Answer[]): void
  close(): Promise<void>
}

/** A model server on loopback: it answers what it is told, and keeps what it was asked. */
export async function startServer(): Promise<ModelServer> {
  const requests: { path: string; body: unknown }[] = []
  let answers: readonly Answer[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      requests.push({ path: request.url ?? '', body: parsed(body, request.headers) })
      const [next = { json: {}, status: 500 }, ...rest] = answers
      if (rest.length > 0) answers = rest
      return write(response, next)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: (...next) => {
      answers = next
    },
    close: () => close(server),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}

/** JSON as data; a form as it was sent, but for its boundary, which is random. */
function parsed(body: string, { 'content-type': type = '' }: IncomingHttpHeaders): unknown {
  if (body === '') return undefined
  const boundary = /boundary=([^;]+)/.exec(type)?.[1]
  return boundary === undefined ? JSON.parse(body) : body.replaceAll(boundary, 'boundary')
}

async function write(response: ServerResponse, answer: Answer): Promise<void> {
  if ('never' in answer) return
  if ('events' in answer) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' })
    for (const event of answer.events) {
      response.write(typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`)
      // oxlint-disable-next-line no-await-in-loop -- one event a turn, as a model would send them
      await new Promise((resolve) => void setImmediate(resolve))
    }
    if (answer.ending === 'hang') return
    if (answer.ending === 'break') response.destroy()
    else response.end(answer.ending === 'end' ? '' : 'data: [DONE]\n\n')
    return
  }
  const { status = 200 } = answer
  const [type, body] =
    'json' in answer
      ? ['application/json', JSON.stringify(answer.json)]
      : [answer.type, answer.body]
  response.writeHead(status, {
    'content-type': type,
    'x-request-id': 'req_1',
    'retry-after-ms': '1',
  })
  response.end(body)
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })
}
