import type { Answer } from '../call/answer.ts'
import { blob } from '../reading/blob.ts'
import { contentType } from '../reading/file.ts'
import { modalUsageAttributes } from '../reading/modal-usage.ts'
import { fields, text } from '../reading/wire.ts'

/**
 * The client gives the raw `Response`, whose body is the application's to read: headers are all that is looked at. It
 * has no usage, and that its events (`stream_format: 'sse'`) would tell of it cannot be seen without reading them.
 */
export function speechResponse(body: unknown): Answer {
  return {
    attributes: {},
    messages: () =>
      typeof body === 'object' && body !== null
        ? [{ role: 'assistant', parts: [blob('audio', '', contentType(body))] }]
        : [],
  }
}

/** A transcript is an object, or, as `text`, `srt` and `vtt`, the very text. */
export function transcriptResponse(body: unknown): Answer {
  const { text: inObject, usage } = fields(body)
  const said = text(body) ?? text(inObject)
  return {
    attributes: modalUsageAttributes(usage),
    // The API gives no reason. What came in one piece is whole, and a contract has to know it.
    output: () => (said === undefined ? undefined : { text: said, finishReason: 'stop' }),
    messages: () =>
      said === undefined ? [] : [{ role: 'assistant', parts: [{ type: 'text', content: said }] }],
  }
}
