import type { LogRecordData, ResourceData } from '@kansoku/azure-monitor/envelopes'

import type { LogRecord, Scope } from './messages.ts'
import { isId, recordOf, timeOf, valueOf } from './values.ts'

/** A log record as the SDK would hand it to an exporter, or what is wrong with it. */
export function logRecordData(
  record: LogRecord,
  resource: ResourceData,
  scope: Scope | undefined,
): LogRecordData | string {
  const { body, eventName, severityNumber, severityText, spanId, traceId } = record
  const observed = timeOf(record.observedTimeUnixNano)
  const time = timeOf(record.timeUnixNano) ?? observed
  if (time === undefined)
    return `log record ${eventName ?? severityText ?? ''}: neither timeUnixNano nor observedTimeUnixNano`
  const said = valueOf(body) as LogRecordData['body']
  return {
    hrTime: time,
    hrTimeObserved: observed ?? time,
    ...(isId(traceId, 16) && {
      spanContext: { traceId, spanId: isId(spanId, 8) ? spanId : '', traceFlags: 1 },
    }),
    ...(severityNumber !== undefined && { severityNumber }),
    ...(severityText && { severityText }),
    ...(said !== undefined && { body: said }),
    ...(eventName && { eventName }),
    attributes: recordOf(record.attributes) as LogRecordData['attributes'],
    droppedAttributesCount: record.droppedAttributesCount ?? 0,
    resource,
    instrumentationScope: { name: scope?.name ?? '', version: scope?.version ?? '' },
  }
}
