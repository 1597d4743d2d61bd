import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { connectionStringFor, type WireEnvelope } from './ingestion-server.ts'

/** One request of the exporter, and what can be done about it. */
export interface TrackRequest {
  /** How many came before it. */
  readonly number: number
  readonly envelopes: readonly WireEnvelope[]
  readonly response: ServerResponse
  /** Answers, and takes the envelopes for which there is no error. */
  readonly answer: (status: number, errors?: readonly ItemError[]) => void
}

interface ItemError {
  readonly index: number
  readonly statusCode: number
  readonly message: string
}

export type Fault = (request: TrackRequest) => void

export interface FaultyIngestion extends AsyncDisposable {
  readonly port: number
  readonly connectionString: string
  /** Of the rows of calls that were taken: the ids of their responses, in order. */
  readonly taken: () => string[]
}

/** An ingestion endpoint on loopback that has this fault. */
export async function faultyIngestion(fault: Fault): Promise<FaultyIngestion> {
  const taken: WireEnvelope[] = []
  let number = 0
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const envelopes = JSON.parse(body) as WireEnvelope[]
      fault({
        number: number++,
        envelopes,
        response,
        answer: (status, errors = []) => {
          const refused = new Set(errors.map(({ index }) => index))
          const accepted =
            status === 200 || status === 206
              ? envelopes.filter((_, index) => !refused.has(index))
              : []
          taken.push(...accepted)
          response.writeHead(status, { 'content-type': 'application/json' })
          response.end(
            JSON.stringify({
              itemsReceived: envelopes.length,
              itemsAccepted: accepted.length,
              errors,
            }),
          )
        },
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    connectionString: connectionStringFor(port),
    taken: () => callsIn(taken),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The ids of the responses of calls whose rows these are. */
export function callsIn(envelopes: readonly WireEnvelope[]): string[] {
  return envelopes
    .filter(({ data }) => data.baseType === 'RemoteDependencyData')
    .map(({ data }) => data.baseData.properties['gen_ai.response.id'] ?? '')
}
