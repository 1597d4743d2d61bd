import type { IncomingMessage } from 'node:http'

import { HttpProblem } from '../ingestion/http-problem.ts'
import { refusing, type RefuseOptions } from '../ingestion/refusing.ts'
import type { Reply } from '../ingestion/reply.ts'
import type { Handler } from '../ingestion/server.ts'
import type { StoredForm } from '../rows/stored-form.ts'
import type { Store } from '../store/store.ts'
import type { Encoding } from './codec.ts'
import { signals } from './signals.ts'

export interface OtlpOptions {
  /** Largest body in bytes, decompressed. */
  readonly bodyLimit: number
  /** The receive time, in milliseconds since 1970. */
  readonly clock: () => number
  readonly stored: StoredForm
  readonly refuse: RefuseOptions | undefined
}

/**
 * OTLP/HTTP, for whoever sends without the Azure exporter, in any language: its rows are those that the Azure exporter would
 * have made. Protobuf and JSON; answered once the rows are on disk, with the specification's own answers
 * (https://opentelemetry.io/docs/specs/otlp/#otlphttp).
 */
export function otlpRoutes(
  store: Store,
  options: OtlpOptions,
): readonly (readonly [string, Handler])[] {
  return signals.map((signal) => {
    const take = refusing(async (request) => {
      // Loaded by the first request: an application on the Azure exporter pays nothing for it.
      const { takeOtlp } = await import('./take.ts')
      return takeOtlp(request, signal, store, options)
    }, options.refuse)
    return [`POST ${signal.path}`, (request) => take(request).catch(failed(request))]
  })
}

/** A failure in the shape of the protocol; what is no failure of the sender's is the server's to answer. */
function failed(request: IncomingMessage): (error: unknown) => Promise<Reply> {
  return async (error) => {
    if (!(error instanceof HttpProblem)) throw error
    const { encode } = await import('./codec.ts')
    const { headers, message, status } = error
    const encoding: Encoding = request.headers['content-type']?.includes('protobuf')
      ? 'application/x-protobuf'
      : 'application/json'
    return {
      status,
      headers: { ...headers, 'content-type': encoding },
      bytes: encode('RpcStatus', { code: rpcCode(status), message }, encoding),
    }
  }
}

/** Of google.rpc.Code: RESOURCE_EXHAUSTED, UNAVAILABLE, INVALID_ARGUMENT. */
function rpcCode(status: number): number {
  if (status === 429 || status === 439) return 8
  return status === 503 ? 14 : 3
}
