import type { MessagePart } from '@kansoku/core'

/** A `data:` URL carries its bytes, any other URL only points to them. */
export function located(modality: 'image' | 'document', url: unknown): readonly MessagePart[] {
  if (typeof url !== 'string') return []
  if (!url.startsWith('data:')) return [{ type: 'uri', modality, uri: url }]
  const comma = url.indexOf(',')
  const [mimeType, ...parameters] = url.slice('data:'.length, comma).split(';')
  const bytes = url.slice(comma + 1)
  const content = parameters.includes('base64') ? bytes : Buffer.from(bytes).toString('base64')
  return [blob(modality, content, mimeType === '' ? undefined : mimeType)]
}

/** The bytes are not copied: whether any of them is recorded, the content policy says. */
export function blob(modality: string, content: string, mimeType?: string): MessagePart {
  return {
    type: 'blob',
    modality,
    content,
    ...(mimeType !== undefined && { mime_type: mimeType }),
  }
}
