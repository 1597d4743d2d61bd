import * as llmops from '@kansoku/core/llmops'
import type { HrTime, SpanContext } from '@opentelemetry/api'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'

import { ATTR_LOG_SAMPLE_RATE } from '../rows/tables.ts'
import type { ContentPiece } from './content-piece.ts'

/** What the rows of a call's content have in common with the call's own. */
export interface ChunkedCall extends Pick<ReadableLogRecord, 'resource' | 'instrumentationScope'> {
  /** Without it nobody could say whose they are; then there are none. */
  readonly spanContext: SpanContext | undefined
  /** The call's row has this TimeGenerated, too: whoever asks for a range gets both or neither. */
  readonly time: HrTime
  /** Percent of such calls that are kept. */
  readonly sampleRate: number | undefined
}

/** As the details of a call. */
const DEBUG = 5

/** The log records that become the rows of `AppTraces` with these texts, one chunk each. */
export function chunkRecords(
  { instrumentationScope, resource, sampleRate, spanContext, time }: ChunkedCall,
  pieces: readonly ContentPiece[],
): ReadableLogRecord[] {
  if (!spanContext) return []
  return pieces.flatMap(({ chunks, digest, key }) =>
    chunks.map((body, index) => ({
      hrTime: time,
      hrTimeObserved: time,
      spanContext,
      severityNumber: DEBUG,
      severityText: 'DEBUG',
      body,
      resource,
      instrumentationScope,
      attributes: {
        [llmops.ATTR_LLMOPS_CONTENT_CHUNK_KEY]: key,
        [llmops.ATTR_LLMOPS_CONTENT_CHUNK_INDEX]: index + 1,
        [llmops.ATTR_LLMOPS_CONTENT_CHUNK_COUNT]: chunks.length,
        [llmops.ATTR_LLMOPS_CONTENT_CHUNK_SHA256]: digest.sha256,
        // The exporter gives every log record a rate of 100.
        ...(sampleRate !== undefined && { [ATTR_LOG_SAMPLE_RATE]: sampleRate }),
      },
      droppedAttributesCount: 0,
    })),
  )
}
