import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs'

import { type EventRow, eventRow } from './rows/event-row.ts'

/**
 * Gives GenAI events the attributes of their row just before they become envelopes; at the exporter for the reasons that
 * `genAISpanExporter` has.
 */
export function eventExporter(exporter: LogRecordExporter): LogRecordExporter {
  return {
    export: (records, resultCallback) =>
      exporter.export(
        records.map((record) => {
          const row = eventRow(record)
          return row ? withRow(record, row) : record
        }),
        resultCallback,
      ),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
}

/** Member by member: a record's getters need not work on anything but the record itself. */
function withRow(record: ReadableLogRecord, row: EventRow): ReadableLogRecord {
  const { eventName, severityNumber, severityText, spanContext } = record
  const body = row.body ?? record.body
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
    attributes: row.attributes as ReadableLogRecord['attributes'],
    droppedAttributesCount: record.droppedAttributesCount,
  }
}
