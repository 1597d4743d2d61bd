import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'

import { type ExportResult, SUCCESS } from './export-result.ts'

type Export = (records: ReadableLogRecord[], resultCallback: (result: ExportResult) => void) => void

/** Bytes of bodies in one request: the exporter splits nothing, and an endpoint or a proxy may refuse what is huge. */
const MAX_REQUEST = 1_048_576

/**
 * Exports records of big bodies in several requests, all at once: what ends their waiting, when a host is about to freeze the
 * process, has to reach every one of them. The result is that of the first that failed, if any.
 */
export function exportInParts(
  records: readonly ReadableLogRecord[],
  exportPart: Export,
  resultCallback: (result: ExportResult) => void,
): void {
  const parts = partsOf(records)
  let waiting = parts.length
  let result: ExportResult = { code: SUCCESS }
  if (waiting === 0) resultCallback(result)
  for (const part of parts)
    exportPart(part, (own) => {
      if (result.code === SUCCESS) result = own
      waiting -= 1
      if (waiting === 0) resultCallback(result)
    })
}

function partsOf(records: readonly ReadableLogRecord[]): ReadableLogRecord[][] {
  const parts: ReadableLogRecord[][] = []
  let room = 0
  for (const record of records) {
    const size = typeof record.body === 'string' ? Buffer.byteLength(record.body) : 0
    const part = size <= room ? parts.at(-1) : undefined
    if (part) part.push(record)
    else {
      parts.push([record])
      room = MAX_REQUEST
    }
    room -= size
  }
  return parts
}
