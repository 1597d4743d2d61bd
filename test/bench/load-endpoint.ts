/**
 * An ingestion endpoint on loopback in a process of its own, so that its work is not measured as the application's.
 * `node load-endpoint.ts <milliseconds until it answers>` prints its port; a GET gives what it has counted.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  /** Requests, and bytes of their bodies. */
  readonly requests: number
  readonly bytes: number
  /** Rows of calls, each counted once. */
  readonly calls: number
  /** All rows by the type of their envelope. */
  readonly rows: Readonly<Record<string, number>>
}

const latency = Number(process.argv[2] ?? 0)
const ids = new Set<string>()
const rows: Record<string, number> = {}
let requests = 0
let bytes = 0

interface Envelope {
  readonly data: { readonly baseType: string; readonly baseData: { readonly id?: string } }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    if (request.method === 'GET') {
      const received: Received = { requests, bytes, calls: ids.size, rows }
      response.end(JSON.stringify(received))
      return
    }
    const body = Buffer.concat(chunks)
    const envelopes = JSON.parse(body.toString()) as Envelope[]
    requests += 1
    bytes += body.length
    for (const { data } of envelopes) {
      rows[data.baseType] = (rows[data.baseType] ?? 0) + 1
      if (data.baseType === 'RemoteDependencyData') ids.add(data.baseData.id ?? '')
    }
    const { length } = envelopes
    const answer = JSON.stringify({ itemsReceived: length, itemsAccepted: length, errors: [] })
    setTimeout(() => response.end(answer), latency)
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
