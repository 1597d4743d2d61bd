import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs'

import { evaluationRowAttributes, isEvaluation } from './rows/evaluation-row.ts'

/**
 * Gives evaluations the attributes of their row just before they become envelopes; at the exporter for the reasons that
 * `genAISpanExporter` has.
 */
export function eventExporter(exporter: LogRecordExporter): LogRecordExporter {
  return {
    export: (records, resultCallback) =>
      exporter.export(
        records.map((record) => (isEvaluation(record) ? withRowAttributes(record) : record)),
        resultCallback,
      ),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
}

/** Member by member: a record's getters need not work on anything but the record itself. */
function withRowAttributes(record: ReadableLogRecord): ReadableLogRecord {
  const { body, eventName, severityNumber, severityText, spanContext } = record
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
    attributes: evaluationRowAttributes(record) as ReadableLogRecord['attributes'],
    droppedAttributesCount: record.droppedAttributesCount,
  }
}
