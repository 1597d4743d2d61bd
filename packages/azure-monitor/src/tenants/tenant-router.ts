import { guard } from '@kansoku/core'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InstrumentType,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import { type Destination, resourceId } from '../connection-string.ts'
import { reportLoss } from '../losses.ts'
import { notice } from '../notice.ts'
import { roughBytes } from '../sampling/bytes.ts'
import type { Way } from '../sink.ts'
import type { ResolvedTenants } from './options.ts'
import type { Mark, TenantMarks } from './tenant-marks.ts'
import { tenantSinks, type TenantSinksOptions } from './tenant-sinks.ts'

export interface TenantRouterOptions extends Omit<TenantSinksOptions, 'maxOpen'> {
  readonly tenants: ResolvedTenants
  readonly marks: TenantMarks
  /** Spans, or log records, that may be on their way to one resource. More is dropped and counted. */
  readonly maxInFlight: number
}

/** `ExportResult` of `@opentelemetry/core`. */
type Done = (result: { code: number; error?: Error }) => void

const SUCCESS = 0
/** Of memory that may be on its way to all tenants. */
const MAX_BYTES = 67_108_864

/** What spans and log records weigh. */
interface Recorded {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** The way to the resources of all tenants. */
export function tenantRouter(options: TenantRouterOptions): Way {
  const { fallback, marks, maxInFlight, open, tenants } = options
  const sinks = tenantSinks({ fallback, open, maxOpen: tenants.maxOpen })
  const refuse = refusals()
  let bytesInFlight = 0

  const destinationOf = (mark: Mark | undefined): Destination | undefined => {
    // Whose it is was lost on the way: nobody may have it.
    if (mark === undefined) return undefined
    if (mark.tenant === undefined) return fallback
    const found = tenants.destinationOf(mark.tenant)
    if (found) return found.destination
    return tenants.unknown === 'default' ? fallback : undefined
  }

  /**
   * Hands each tenant's items to its own exporter and is done: a tenant whose endpoint is down holds up nobody else. What
   * is on its way is waited for by `delivery.settled()`.
   */
  const route = <Item extends Recorded>(
    items: readonly Item[],
    markOf: (item: Item) => Mark | undefined,
    send: (sink: Way, own: Item[], done: Done) => void,
  ): void => {
    for (const { destination, own } of grouped(items, (item) => destinationOf(markOf(item)))) {
      if (destination === undefined) refuse(own.length)
      else
        guard('sending to a tenant', () => {
          const target = sinks.sinkOf(destination)
          const bytes = own.reduce(
            (sum, { attributes, body }) => sum + roughBytes(attributes, body),
            0,
          )
          if (
            exceeds(target.inFlight + own.length, maxInFlight, own.length) ||
            exceeds(bytesInFlight + bytes, MAX_BYTES, bytes)
          )
            return reportLoss(
              own.length,
              'more was on its way to the resources of tenants than they took',
            )
          target.inFlight += own.length
          bytesInFlight += bytes
          send(target.sink, own, () => {
            target.inFlight -= own.length
            bytesInFlight -= bytes
          })
        })
    }
  }

  const { delivery, shutdown } = sinks
  return {
    spans: {
      export: (spans, resultCallback) => {
        route(spans, marks.ofSpan, (sink, own, done) => sink.spans.export(own, done))
        resultCallback({ code: SUCCESS })
      },
      shutdown,
    },
    logs: {
      export: (records: ReadableLogRecord[], resultCallback) => {
        route(records, marks.ofRecord, (sink, own, done) => sink.logs.export(own, done))
        resultCallback({ code: SUCCESS })
      },
      forceFlush: delivery.settled,
      shutdown,
    },
    metrics: ofItsResource((resource) => {
      const destination = destinationOf(marks.ofResource(resource))
      return destination && sinks.sinkOf(destination).sink.metrics
    }, sinks),
    delivery,
  }
}

/** What is alone goes, however much it is. */
function exceeds(together: number, most: number, alone: number): boolean {
  return together > most && together > alone
}

interface Group<Item> {
  readonly destination: Destination | undefined
  readonly own: Item[]
}

/** By resource, whichever object describes it. */
function grouped<Item>(
  items: readonly Item[],
  destinationOf: (item: Item) => Destination | undefined,
): Iterable<Group<Item>> {
  const groups = new Map<string, Group<Item>>()
  for (const item of items) {
    const destination = destinationOf(item)
    const id = destination ? resourceId(destination) : ''
    const group = groups.get(id)
    if (group) group.own.push(item)
    else groups.set(id, { destination, own: [item] })
  }
  return groups.values()
}

/** Sums are of the whole process, whoever's calls are in them: a tenant has its own only where a process is its own. */
function ofItsResource(
  exporterOf: (resource: ReadableSpan['resource']) => PushMetricExporter | undefined,
  { delivery, shutdown }: ReturnType<typeof tenantSinks>,
): PushMetricExporter {
  return {
    export: (metrics, resultCallback) => {
      const exporter = exporterOf(metrics.resource)
      if (exporter) exporter.export(metrics, resultCallback)
      else resultCallback({ code: SUCCESS })
    },
    forceFlush: delivery.settled,
    selectAggregationTemporality: temporalityOf,
    shutdown,
  }
}

/** As the Azure exporter has it. */
function temporalityOf(type: InstrumentType): AggregationTemporality {
  return type === InstrumentType.UP_DOWN_COUNTER ||
    type === InstrumentType.OBSERVABLE_UP_DOWN_COUNTER
    ? AggregationTemporality.CUMULATIVE
    : AggregationTemporality.DELTA
}

/** Said the first time, and whenever it is ten times as much; never with a tenant's name. */
function refusals(): (count: number) => void {
  let total = 0
  let said = 0
  return (count) => {
    total += count
    if (said !== 0 && total < said * 10) return
    said = total
    notice(
      `${total} spans and log records belong to no tenant that has a destination, and were not sent.`,
    )
  }
}
