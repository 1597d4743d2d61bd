import type { MessagePart } from '@kansoku/core'

/** Base64 characters of inline data that are recorded; longer data is left empty, the part stays. */
const MAX_BLOB = 8192

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

export function blob(modality: string, content: string, mimeType?: string): MessagePart {
  return {
    type: 'blob',
    modality,
    content: content.length > MAX_BLOB ? '' : content,
    ...(mimeType !== undefined && { mime_type: mimeType }),
  }
}
