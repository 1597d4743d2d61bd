import type { MessagePart } from '@kansoku/core'

import { blob, located } from '../reading/blob.ts'
import { fields, text } from '../reading/wire.ts'

/** A message's content: a string, or parts in their order. Kinds that are not known have no text to record. */
export function contentParts(content: unknown): readonly MessagePart[] {
  if (typeof content === 'string') return [{ type: 'text', content }]
  return Array.isArray(content) ? content.flatMap(contentPart) : []
}

/** Spoken output: its transcript, and the sound; in a later request only the id of the sound. */
export function audioParts(audio: unknown): readonly MessagePart[] {
  const { data, id, transcript } = fields(audio)
  if (typeof transcript === 'string' || typeof data === 'string') {
    return [
      ...(typeof transcript === 'string' ? [{ type: 'text', content: transcript } as const] : []),
      ...(typeof data === 'string' ? [blob('audio', data)] : []),
    ]
  }
  return typeof id === 'string' ? [{ type: 'file', modality: 'audio', file_id: id }] : []
}

function contentPart(part: unknown): readonly MessagePart[] {
  const sent = fields(part)
  switch (sent['type']) {
    case 'text':
      return words('text', sent['text'])
    case 'refusal':
      return words('refusal', sent['refusal'])
    case 'image_url':
      return located('image', fields(sent['image_url'])['url'])
    case 'input_audio': {
      const { data, format } = fields(sent['input_audio'])
      if (typeof data !== 'string') return []
      return [blob('audio', data, typeof format === 'string' ? `audio/${format}` : undefined)]
    }
    case 'file': {
      const { file_data, file_id } = fields(sent['file'])
      if (typeof file_id === 'string') return [{ type: 'file', modality: 'document', file_id }]
      return located('document', file_data)
    }
    default:
      return []
  }
}

function words(type: 'text' | 'refusal', content: unknown): readonly MessagePart[] {
  const said = text(content)
  return said === undefined ? [] : [{ type, content: said }]
}
