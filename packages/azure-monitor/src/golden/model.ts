import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with a request. */
export type Answer =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Record<string, string> }
  | { readonly events: readonly unknown[] }
  | 'never'

export interface Model extends AsyncDisposable {
  readonly baseURL: string
  /** Answers the next request so. */
  readonly answer: (answer: Answer) => void
}

/** A model server on loopback that says what it is told. */
export async function model(): Promise<Model> {
  let next: Answer = 'never'
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (next === 'never') return
      if ('events' in next) {
        response.setHeader('content-type', 'text/event-stream')
        for (const event of next.events) response.write(`data: ${JSON.stringify(event)}\n\n`)
        response.end('data: [DONE]\n\n')
      } else {
        const { headers = {}, json, status = 200 } = next
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(JSON.stringify(json))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    answer: (answer) => {
      next = answer
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
