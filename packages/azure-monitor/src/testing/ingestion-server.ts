import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An envelope as it comes over the wire, as far as tests look into it. */
export interface WireEnvelope {
  ver: number
  name: string
  time: string
  sampleRate: number
  iKey: string
  tags: Record<string, string>
  data: {
    baseType: string
    baseData: {
      ver: number
      name?: string
      properties: Record<string, string>
      measurements?: Record<string, number>
      [field: string]: unknown
    }
  }
}

export interface IngestionServer extends AsyncDisposable {
  readonly port: number
  readonly connectionString: string
  readonly requests: readonly { url: string; headers: Readonly<Record<string, unknown>> }[]
  readonly envelopes: readonly WireEnvelope[]
  readonly ofType: (baseType: string) => WireEnvelope[]
}

export const KEY = '11111111-2222-3333-4444-555555555555'

/** A loopback endpoint that accepts everything. `port` 0 takes a free one. */
export async function ingestionServer(port = 0): Promise<IngestionServer> {
  const requests: { url: string; headers: Readonly<Record<string, unknown>> }[] = []
  const envelopes: WireEnvelope[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const received = JSON.parse(body) as WireEnvelope[]
      requests.push({ url: request.url ?? '', headers: request.headers })
      envelopes.push(...received)
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          itemsReceived: received.length,
          itemsAccepted: received.length,
          errors: [],
        }),
      )
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    port: address.port,
    connectionString: connectionStringFor(address.port),
    requests,
    envelopes,
    ofType: (baseType) => envelopes.filter(({ data }) => data.baseType === baseType),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function connectionStringFor(port: number): string {
  return `InstrumentationKey=${KEY};IngestionEndpoint=http://127.0.0.1:${port}`
}

/**
 * A port on which nobody listens: no server gets it that asks for a free one, as it would get one that had been free a moment
 * before in a test beside.
 */
export const CLOSED_PORT = 1

/** A port on which nobody listens, for a server that comes later. */
export async function freePort(): Promise<number> {
  await using server = await ingestionServer()
  return server.port
}
