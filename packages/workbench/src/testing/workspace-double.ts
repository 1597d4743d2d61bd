import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

import { onTestFinished } from 'vitest'

/** What the query API of Log Analytics was asked. */
export interface WorkspaceRequest {
  readonly path: string | undefined
  readonly authorization: string | undefined
  readonly prefer: string | undefined
  readonly body: { readonly query: string; readonly timespan: string }
}

export interface WorkspaceDouble {
  readonly url: string
  readonly requests: readonly WorkspaceRequest[]
}

/**
 * The query API of Log Analytics on loopback: keeps what it is asked, and gives these answers in turn, the last for ever.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
 */
export async function workspaceDouble(
  ...answers: readonly { readonly status?: number; readonly body: unknown }[]
): Promise<WorkspaceDouble> {
  const requests: WorkspaceRequest[] = []
  const server = createServer(async (request, response) => {
    const { authorization, prefer } = request.headers
    requests.push({
      path: request.url,
      authorization,
      prefer: String(prefer),
      body: (await json(request)) as WorkspaceRequest['body'],
    })
    const { status = 200, body } = answers[Math.min(requests.length, answers.length) - 1] ?? {}
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** A table in the API's own form. */
export function primaryResult(
  columns: readonly { readonly name: string; readonly type: string }[],
  rows: readonly (readonly unknown[])[],
): { readonly tables: readonly unknown[] } {
  return { tables: [{ name: 'PrimaryResult', columns, rows }] }
}
