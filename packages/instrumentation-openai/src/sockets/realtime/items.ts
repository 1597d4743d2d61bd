import { fields, list, someText, type Wire } from '../../reading/wire.ts'

/** A conversation item in the shape that the Responses API has for it, so that one reader serves both. */
export function responsesItem(value: unknown): Wire {
  const item = fields(value)
  return item['type'] === 'message'
    ? { ...item, content: list(item['content']).flatMap(contentParts) }
    : item
}

/** Speech is what was said: its transcript. Bytes only where the application itself sent some, within the blob's bound. */
function contentParts(value: unknown): readonly unknown[] {
  const part = fields(value)
  const transcript = someText(part['transcript'])
  const said = transcript === undefined ? [] : [{ type: 'output_text', text: transcript }]
  switch (part['type']) {
    case 'audio':
    case 'output_audio':
      return said
    case 'input_audio':
      return [{ type: 'input_audio', input_audio: { data: part['audio'] ?? '' } }, ...said]
    case 'text':
      return [{ type: 'output_text', text: part['text'] }]
    default:
      return [part]
  }
}
