import type { Message, MessagePart } from '@kansoku/core'

import type { Answer } from '../call/answer.ts'
import { blob, located } from '../reading/blob.ts'
import { modalUsageAttributes } from '../reading/modal-usage.ts'
import { fields, list, someText, text } from '../reading/wire.ts'

/** Pictures are no text: no contract judges them. */
export function imagesResponse(body: unknown): Answer {
  const { data, output_format, usage } = fields(body)
  return {
    attributes: modalUsageAttributes(usage),
    messages: () => list(data).map((picture) => pictureMessage(picture, output_format)),
  }
}

/** One picture is one choice. Its bytes are never recorded, only that it came and in which format. */
export function pictureMessage(picture: unknown, format: unknown): Message {
  const { b64_json, revised_prompt, url } = fields(picture)
  const revised = text(revised_prompt)
  return {
    role: 'assistant',
    parts: [
      ...(revised === undefined ? [] : [{ type: 'text', content: revised } as const]),
      ...located('image', url).map(withoutBytes),
      ...(typeof b64_json === 'string' ? [blob('image', '', mimeType(format))] : []),
    ],
  }
}

/** Some servers put the picture itself into the URL. */
function withoutBytes(part: MessagePart): MessagePart {
  return part.type === 'blob' ? { ...part, content: '' } : part
}

function mimeType(format: unknown): string | undefined {
  const name = someText(format)
  if (name === undefined) return undefined
  return name === 'svg' ? 'image/svg+xml' : `image/${name}`
}
