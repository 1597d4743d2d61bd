import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'

import { type ExportResult, SUCCESS } from './export-result.ts'

type Export = (records: ReadableLogRecord[], resultCallback: (result: ExportResult) => void) => void

/** Bytes of bodies in one request: the exporter splits nothing, and an endpoint or a proxy may refuse what is huge. */
const MAX_REQUEST = 1_048_576

/** Exports records of big bodies one request after the other. The result is that of the first that failed, if any. */
export function exportInParts(
  records: readonly ReadableLogRecord[],
  exportPart: Export,
  resultCallback: (result: ExportResult) => void,
): void {
  const parts = partsOf(records)
  const next = (index: number, result: ExportResult): void => {
    const part = parts[index]
    if (!part) return resultCallback(result)
    exportPart(part, (own) => next(index + 1, result.code === SUCCESS ? own : result))
  }
  next(0, { code: SUCCESS })
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
