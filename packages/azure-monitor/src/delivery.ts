import { diag } from '@opentelemetry/api'

import type { PipelinePolicy } from './pipeline-policy.ts'

/** `ExportResult` of `@opentelemetry/core`. */
interface ExportResult {
  code: number
  error?: Error
}

/** The part that the SDK's span, log and metric exporters have in common. */
interface Exporter<T> {
  export(items: T, resultCallback: (result: ExportResult) => void): unknown
  shutdown(): Promise<void>
}

/** Knows what is on its way to the endpoint, over all exporters of one process. */
export interface Delivery {
  /** Makes an exporter whose `shutdown` waits for what is on its way. */
  readonly track: <T>(exporter: Exporter<T>) => Exporter<T>
  /** Resolves once nothing is on its way. */
  readonly settled: () => Promise<void>
  /** Ends every wait and retry, now and from now on: the exporter writes to disk what is not out. */
  readonly giveUp: () => void
  /** Ends the waits and retries of what is on its way now: it goes to disk, what follows is sent again. */
  readonly letGo: () => void
  /** Lets {@link giveUp} and {@link letGo} reach the requests, and sends to disk what found no endpoint. */
  readonly policy: PipelinePolicy
}

/** Told of every batch that is neither at the endpoint nor on disk: how many spans or log records, and why. */
export type LossReport = (count: number, reason: string) => void

/** `ExportResultCode.FAILED`. */
const FAILED = 1

/**
 * The SDK's batch processors do not wait for a batch that was already under way when they are flushed, and the
 * Azure exporter throws such a batch away if it fails after `shutdown`: together they lose rows while the
 * endpoint is down (docs/decisions/azure-delivery.md).
 */
export function createDelivery(report: LossReport = () => undefined): Delivery {
  const underWay = new Set<Promise<void>>()
  const giveUp = new AbortController()
  let letGo = new AbortController()

  const lost = (items: unknown, error: Error | undefined): void => {
    // Metrics come as one object: the next export has their sums again, or nobody misses them.
    if (Array.isArray(items)) report(items.length, error?.message ?? 'the endpoint refused them')
  }

  const settled = async (): Promise<void> => {
    // Each export ends: its retries are bounded.
    // oxlint-disable-next-line no-await-in-loop -- a batch may follow while we wait
    while (underWay.size > 0) await Promise.all(underWay)
  }

  return {
    track: (exporter) => ({
      export: (items, resultCallback) => {
        const batch = exportOnce(exporter, items).then((result) => {
          underWay.delete(batch)
          if (result.code === FAILED) lost(items, result.error)
          resultCallback(result)
        })
        underWay.add(batch)
      },
      shutdown: async () => {
        await settled()
        await exporter.shutdown()
      },
    }),
    settled,
    giveUp: () => {
      giveUp.abort()
      letGo.abort()
    },
    letGo: () => {
      letGo.abort()
      letGo = new AbortController()
    },
    policy: {
      name: 'kansokuGiveUpPolicy',
      sendRequest: async (request, next) => {
        // An aborted request counts as a timeout for the exporter: to disk, where storage is on.
        request.abortSignal ??= giveUp.signal.aborted ? giveUp.signal : letGo.signal
        try {
          return await next(request)
        } catch (error) {
          throw hasAnswer(error) ? error : storable(error)
        }
      },
    },
  }
}

function hasAnswer(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (Reflect.get(error, 'statusCode') !== undefined || Reflect.get(error, 'response') !== undefined)
  )
}

/**
 * The exporter throws away what failed without an answer, unless it knows the error: it does not know a refused TLS
 * connection, nor a token that could not be had. An aborted request it stores (`isRetriableNoResponseError` in its
 * `platform/nodejs/baseSender.ts`).
 */
function storable(error: unknown): Error {
  const message = error instanceof Error ? error.message : 'no answer'
  return Object.assign(new Error(message, { cause: error }), { name: 'AbortError' })
}

/**
 * The first result of an export, never a rejection. The trace exporter calls back twice, the second time with
 * success whatever the first said, and its `export` is async: an error in it would be an unhandled rejection.
 */
function exportOnce<T>(exporter: Exporter<T>, items: T): Promise<ExportResult> {
  return new Promise<ExportResult>((resolve, reject) => {
    Promise.resolve(exporter.export(items, resolve)).catch(reject)
  }).catch((error: unknown) => {
    const cause = error instanceof Error ? error : new Error('export failed', { cause: error })
    diag.error('kansoku: a batch could not be exported', cause.message)
    return { code: FAILED, error: cause }
  })
}
