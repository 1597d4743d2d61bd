import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs'

import type { ContentStore } from './content/content-store.ts'
import { exportInParts } from './content/export-in-parts.ts'
import { recordWith } from './copies.ts'
import { eventRow, isGenAIEvent } from './rows/event-row.ts'
import type { ResourceAttributes } from './rows/resource-attributes.ts'

/**
 * Gives GenAI events the attributes of their row just before they become envelopes; at the exporter for the reasons that
 * `genAISpanExporter` has.
 *
 * @param ofResource what of its process a row says
 * @param content takes from the rows what is stored beside them
 */
export function eventExporter(
  exporter: LogRecordExporter,
  ofResource: ResourceAttributes,
  content?: ContentStore,
): LogRecordExporter {
  return {
    export: (records, resultCallback) => {
      const beside: ReadableLogRecord[] = []
      const rows = records.map((record) => {
        const stored = isGenAIEvent(record) ? content?.ofEvent(record) : undefined
        beside.push(...(stored?.chunks ?? []))
        const { attributes } = stored ?? record
        const { body, eventName, resource } = record
        const row = eventRow({ eventName, body, attributes }, ofResource(resource))
        return row ? recordWith(record, row.attributes, row.body) : record
      })
      if (beside.length === 0) exporter.export(rows, resultCallback)
      else
        exportInParts(
          [...rows, ...beside],
          (part, done) => exporter.export(part, done),
          resultCallback,
        )
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
}
