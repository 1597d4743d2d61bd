import type { LogRecordExporter } from '@opentelemetry/sdk-logs'

import { recordWith } from './copies.ts'
import { eventRow } from './rows/event-row.ts'

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
          return row ? recordWith(record, row.attributes, row.body) : record
        }),
        resultCallback,
      ),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
}
