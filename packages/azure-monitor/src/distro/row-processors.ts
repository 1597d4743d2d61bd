import type { LogRecordProcessor, SdkLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { eventRow } from '../rows/event-row.ts'
import { genAIRowAttributes, isGenAISpan } from '../rows/genai-row.ts'
import type { ResourceAttributes } from '../rows/resource-attributes.ts'

/**
 * Gives GenAI spans the attributes of their row when they end. For pipelines whose exporter somebody else builds;
 * where it is ours, `genAISpanExporter` does the same on a copy.
 */
export function genAIRowProcessor(ofResource: ResourceAttributes): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => {
      if (isGenAISpan(span))
        replace(span.attributes, genAIRowAttributes(span, ofResource(span.resource)))
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}

/** The same for events, as they are emitted. */
export function eventRowProcessor(ofResource: ResourceAttributes): LogRecordProcessor {
  return {
    onEmit: (record: SdkLogRecord) => {
      const row = eventRow(record, ofResource(record.resource))
      if (!row) return
      replace(record.attributes, row.attributes)
      if (row.body !== undefined) record.setBody(row.body)
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}

/**
 * In place: a span that has ended takes no attribute through its own methods, and every processor holds the same object.
 * Emptied first, because the order of the keys is the order in the row.
 */
function replace(attributes: object, by: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(attributes)) Reflect.deleteProperty(attributes, key)
  Object.assign(attributes, by)
}
