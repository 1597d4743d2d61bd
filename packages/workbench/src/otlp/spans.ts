import type { ResourceData, SpanData } from '@kansoku/azure-monitor/envelopes'

import type { Scope, Span, SpanEvent, SpanLink } from './messages.ts'
import { durationOf, flatRecordOf, isId, timeOf } from './values.ts'

/** A span as the SDK would hand it to an exporter, or what is wrong with it. */
export function spanData(
  span: Span,
  resource: ResourceData,
  scope: Scope | undefined,
): SpanData | string {
  const { attributes, events, links, name = '', parentSpanId, spanId, traceId } = span
  const { startTimeUnixNano = '0', endTimeUnixNano = startTimeUnixNano } = span
  const at = `span "${name.slice(0, 60)}"`
  if (!isId(traceId, 16)) return `${at}: traceId is not 16 bytes`
  if (!isId(spanId, 8)) return `${at}: spanId is not 8 bytes`
  const startTime = timeOf(startTimeUnixNano)
  if (startTime === undefined) return `${at}: startTimeUnixNano is missing`
  return {
    name,
    kind: kindOf(span.kind),
    spanContext: () => ({ traceId, spanId, traceFlags: SAMPLED }),
    ...(isId(parentSpanId, 8) && {
      parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: SAMPLED },
    }),
    startTime,
    endTime: timeOf(endTimeUnixNano) ?? startTime,
    duration: durationOf(startTimeUnixNano, endTimeUnixNano),
    ended: true,
    status: statusOf(span.status),
    attributes: flatRecordOf(attributes),
    events: events.map((event) => eventOf(event, startTime)),
    links: links.flatMap(linkOf),
    resource,
    instrumentationScope: { name: scope?.name ?? '', version: scope?.version ?? '' },
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
    droppedLinksCount: span.droppedLinksCount ?? 0,
  }
}

const SAMPLED = 1

/** OTLP has 0 for "not said", and counts from 1 what the API counts from 0. Not said is internal. */
const kindOf = (kind = 1): SpanData['kind'] => (kind >= 1 && kind <= 5 ? kind - 1 : 0)

function statusOf({ code = 0, message }: NonNullable<Span['status']> = {}): SpanData['status'] {
  return { code: code === 1 || code === 2 ? code : 0, ...(message && { message }) }
}

function eventOf(
  { attributes, name = '', timeUnixNano }: SpanEvent,
  otherwise: SpanData['startTime'],
): SpanData['events'][number] {
  return { name, time: timeOf(timeUnixNano) ?? otherwise, attributes: flatRecordOf(attributes) }
}

function linkOf({ attributes, spanId, traceId }: SpanLink): SpanData['links'] {
  if (!isId(traceId, 16) || !isId(spanId, 8)) return []
  const context = { traceId, spanId, traceFlags: SAMPLED }
  return [{ context, attributes: flatRecordOf(attributes) }]
}
