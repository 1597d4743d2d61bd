import { diag } from '@opentelemetry/api'

import { type Destination, resourceId } from '../connection-string.ts'
import type { Way } from '../sink.ts'

/** The ways to many resources, of which some are open at once. */
export interface TenantSinks {
  /** Opened where it is not, for which another one may be closed. */
  readonly sinkOf: (destination: Destination) => OpenSink
  /** Over all that are open, or closing. */
  readonly delivery: Way['delivery']
  /** What is on its way arrives first. */
  readonly shutdown: () => Promise<void>
}

/** A sink that is told what is on its way, since nobody waits for it. */
export interface OpenSink {
  readonly sink: Way
  /** Spans and log records. */
  inFlight: number
}

export interface TenantSinksOptions {
  /** Makes the sink of a resource. */
  readonly open: (destination: Destination) => Way
  /** How many are open at once; as many again may be closing, then waiting for their endpoints ends. */
  readonly maxOpen: number
  /** Stays open. */
  readonly fallback: Destination | undefined
}

export function tenantSinks({ fallback, maxOpen, open }: TenantSinksOptions): TenantSinks {
  /** The one used last at the end. Tenants may share a resource. */
  const sinks = new Map<string, OpenSink>()
  const closing = new Map<OpenSink, Promise<void>>()
  const all = (): OpenSink[] => [...sinks.values(), ...closing.keys()]

  const close = (id: string, each: OpenSink): void => {
    sinks.delete(id)
    closing.set(
      each,
      closeSink(each.sink).finally(() => closing.delete(each)),
    )
    // What has no endpoint within its time goes to disk, and is sent when its resource is open again.
    for (const { sink } of [...closing.keys()].slice(0, Math.max(0, closing.size - maxOpen)))
      sink.delivery.giveUp()
  }
  const closeOldest = (): void => {
    for (const [id, each] of sinks) {
      if (fallback && id === resourceId(fallback)) continue
      return close(id, each)
    }
  }

  return {
    sinkOf: (destination) => {
      const id = resourceId(destination)
      const used = sinks.get(id) ?? { sink: open(destination), inFlight: 0 }
      sinks.delete(id)
      sinks.set(id, used)
      if (sinks.size > maxOpen + (fallback ? 1 : 0)) closeOldest()
      return used
    },
    delivery: {
      giveUp: () => {
        for (const { sink } of all()) sink.delivery.giveUp()
      },
      letGo: () => {
        for (const { sink } of all()) sink.delivery.letGo()
      },
      settled: async () => {
        await Promise.all(all().map(({ sink }) => sink.delivery.settled()))
      },
    },
    shutdown: async () => {
      for (const [id, each] of sinks) close(id, each)
      await Promise.all(closing.values())
    },
  }
}

async function closeSink({ delivery, logs, metrics, spans }: Way): Promise<void> {
  await delivery.settled()
  const closed = await Promise.allSettled([spans.shutdown(), logs.shutdown(), metrics.shutdown()])
  if (closed.some(({ status }) => status === 'rejected'))
    diag.warn('kansoku: the exporters of a tenant did not close in order')
}
