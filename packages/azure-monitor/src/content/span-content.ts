import type { Attributes } from '@opentelemetry/api'
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import type { ContentStore } from './content-store.ts'
import { exportInParts } from './export-in-parts.ts'
import { type ExportResult, SUCCESS } from './export-result.ts'

type ResultCallback = (result: ExportResult) => void

/** A batch of spans without the content that has left for rows of its own. */
export interface StoredSpans {
  /** Of the spans that had content to be stored elsewhere, or were looked at. */
  readonly attributes: ReadonlyMap<ReadableSpan, Attributes>
  /** To be called with the result of the spans: the batch is done when both are. */
  readonly resultCallback: ResultCallback
}

/** Stores content of spans that would not fit on their rows, or shall not be there. */
export interface SpanContent {
  readonly store: (spans: readonly ReadableSpan[], resultCallback: ResultCallback) => StoredSpans
  readonly shutdown: () => Promise<void>
}

/**
 * @param exporter takes the rows beside the calls' own. Its own and not that of the application's events: an SDK shuts the
 *   latter down while the last spans are still on their way
 */
export function spanContent(
  content: ContentStore,
  exporter: Omit<LogRecordExporter, 'forceFlush'> | undefined,
): SpanContent {
  return {
    store: (spans, resultCallback) => {
      const attributes = new Map<ReadableSpan, Attributes>()
      const chunks: ReadableLogRecord[] = []
      for (const span of spans) {
        const row = content.ofSpan(span)
        attributes.set(span, row.attributes)
        chunks.push(...row.chunks)
      }
      if (chunks.length === 0 || !exporter) return { attributes, resultCallback }
      const both = inPairs(resultCallback)
      exportInParts(chunks, (part, done) => exporter.export(part, done), both)
      return { attributes, resultCallback: both }
    },
    shutdown: async () => exporter?.shutdown(),
  }
}

/** Calls back with the second result, or with the first where that failed. */
function inPairs(resultCallback: ResultCallback): ResultCallback {
  let first: ExportResult | undefined
  return (result) => {
    if (first) resultCallback(first.code === SUCCESS ? result : first)
    else first = result
  }
}
