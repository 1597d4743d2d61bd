import type { EnvelopeMapping, ResourceData } from '@kansoku/azure-monitor/envelopes'

import { logRecordData } from './logs.ts'
import type { Requests, Resource } from './messages.ts'
import { metricData } from './metrics.ts'
import { type Rejected, sorted, together } from './rejected.ts'
import { spanData } from './spans.ts'
import { flatRecordOf } from './values.ts'

/** What a body becomes: what would go over the wire to Azure, and what cannot. */
export interface Mapped {
  readonly envelopes: readonly unknown[]
  readonly rejected: Rejected
}

type Mapper<Name extends keyof Requests> = (
  request: Requests[Name],
  mapping: EnvelopeMapping,
) => Promise<Mapped>

export const spansOf: Mapper<'ExportTraceServiceRequest'> = async ({ resourceSpans }, mapping) =>
  all(
    resourceSpans.map(async ({ resource, scopeSpans }) => {
      const whose = resourceData(resource)
      const { items, rejected } = sorted(
        scopeSpans.flatMap(({ scope, spans }) => spans.map((span) => spanData(span, whose, scope))),
      )
      return { envelopes: items.length === 0 ? [] : await mapping.ofSpans(items), rejected }
    }),
  )

export const logRecordsOf: Mapper<'ExportLogsServiceRequest'> = async ({ resourceLogs }, mapping) =>
  all(
    resourceLogs.map(async ({ resource, scopeLogs }) => {
      const whose = resourceData(resource)
      const { items, rejected } = sorted(
        scopeLogs.flatMap(({ logRecords, scope }) =>
          logRecords.map((record) => logRecordData(record, whose, scope)),
        ),
      )
      return { envelopes: items.length === 0 ? [] : await mapping.ofLogRecords(items), rejected }
    }),
  )

export const metricsOf: Mapper<'ExportMetricsServiceRequest'> = async (
  { resourceMetrics },
  mapping,
) =>
  all(
    resourceMetrics.map(async ({ resource, scopeMetrics }) => {
      const scopes = scopeMetrics.map(({ metrics, scope }) => ({
        scope: { name: scope?.name ?? '', version: scope?.version ?? '' },
        ...sorted(metrics.map(metricData)),
      }))
      const data = {
        resource: resourceData(resource),
        scopeMetrics: scopes.map(({ items, scope }) => ({ scope, metrics: [...items] })),
      }
      const isEmpty = scopes.every(({ items }) => items.length === 0)
      return {
        envelopes: isEmpty ? [] : await mapping.ofMetrics(data),
        rejected: together(scopes.map(({ rejected }) => rejected)),
      }
    }),
  )

async function all(parts: readonly Promise<Mapped>[]): Promise<Mapped> {
  const mapped = await Promise.all(parts)
  return {
    envelopes: mapped.flatMap(({ envelopes }) => envelopes),
    rejected: together(mapped.map(({ rejected }) => rejected)),
  }
}

function resourceData(resource: Resource | undefined): ResourceData {
  return { attributes: flatRecordOf(resource?.attributes ?? []) }
}
