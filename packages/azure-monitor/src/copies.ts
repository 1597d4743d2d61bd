import type { Attributes } from '@opentelemetry/api'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

/** The span with other attributes. Member by member: the getters of a span need not work on anything but the span itself. */
export function spanWith(span: ReadableSpan, attributes: Attributes): ReadableSpan {
  const context = span.spanContext()
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => context,
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: span.status,
    attributes,
    links: span.links,
    events: span.events,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  }
}

/** The same for log records, and for their body where it is given. */
export function recordWith(
  record: ReadableLogRecord,
  attributes: Readonly<Record<string, unknown>>,
  otherBody?: string,
): ReadableLogRecord {
  const { eventName, severityNumber, severityText, spanContext } = record
  const body = otherBody ?? record.body
  return {
    hrTime: record.hrTime,
    hrTimeObserved: record.hrTimeObserved,
    ...(spanContext && { spanContext }),
    ...(severityText !== undefined && { severityText }),
    ...(severityNumber !== undefined && { severityNumber }),
    ...(body !== undefined && { body }),
    ...(eventName !== undefined && { eventName }),
    resource: record.resource,
    instrumentationScope: record.instrumentationScope,
    attributes: attributes as ReadableLogRecord['attributes'],
    droppedAttributesCount: record.droppedAttributesCount,
  }
}
