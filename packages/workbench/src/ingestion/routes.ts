import { otlpRoutes } from '../otlp/routes.ts'
import { storedForm } from '../rows/stored-form.ts'
import type { Store } from '../store/store.ts'
import { readBody } from './body.ts'
import { consoleLines } from './console-lines.ts'
import { type RefuseOptions, refusing } from './refusing.ts'
import type { Handler } from './server.ts'
import { track } from './track.ts'

export interface IngestionOptions {
  /** Largest body in bytes, decompressed. @defaultValue 64 MiB */
  readonly bodyLimit?: number
  /** The receive time, in milliseconds since 1970. @defaultValue `Date.now` */
  readonly clock?: () => number
  /** Refuses telemetry on demand, for tests of an application's delivery. @defaultValue never */
  readonly refuse?: RefuseOptions
  /** Moves content to AppGenAIContent, as Azure does from 2026-09-30 on. @defaultValue false */
  readonly contentPointers?: boolean
  /** Cuts rows as the service was seen to do. @defaultValue false */
  readonly serviceLimits?: boolean
}

/**
 * The bodies of the exporter were measured at up to 22 MB (512 spans with content); 64 MiB leaves
 * room without letting one request fill the memory.
 */
const BODY_LIMIT = 67_108_864

/**
 * The paths of the ingestion protocol: the exporter uses v2.1, older SDKs v2. Beside them OTLP's, and one for an application's stdout:
 * `docker logs app | curl --data-binary @- http://127.0.0.1:4319/console-lines`.
 */
export function ingestionRoutes(
  store: Store,
  options: IngestionOptions = {},
): readonly (readonly [string, Handler])[] {
  const {
    bodyLimit = BODY_LIMIT,
    clock = Date.now,
    contentPointers = false,
    refuse,
    serviceLimits = false,
  } = options
  const stored = storedForm({ contentPointers, serviceLimits })
  const handler = refusing(async (request) => {
    const body = await readBody(request, bodyLimit)
    const contentType = request.headers['content-type'] ?? ''
    const received = BigInt(clock()) * 1000n
    return track(body, contentType, store, { received, stored })
  }, refuse)
  return [
    ...otlpRoutes(store, { bodyLimit, clock, stored, refuse }),
    ['POST /v2.1/track', handler],
    ['POST /v2/track', handler],
    [
      'POST /console-lines',
      async (request) =>
        consoleLines(await readBody(request, bodyLimit), store, BigInt(clock()) * 1000n),
    ],
  ]
}
