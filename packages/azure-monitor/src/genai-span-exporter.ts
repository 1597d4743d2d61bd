import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'

import { genAIRowAttributes, isGenAISpan } from './rows/genai-row.ts'

/**
 * Gives GenAI spans the attributes of their row just before they become envelopes. At the exporter, not in a
 * processor: the application pays nothing in `span.end()`, and other exporters see the span as it was.
 */
export function genAISpanExporter(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, resultCallback) =>
      exporter.export(
        spans.map((span) => (isGenAISpan(span) ? withRowAttributes(span) : span)),
        resultCallback,
      ),
    shutdown: () => exporter.shutdown(),
  }
}

/** Member by member: the getters of a span need not work on anything but the span itself. */
function withRowAttributes(span: ReadableSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: span.status,
    attributes: genAIRowAttributes(span),
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
