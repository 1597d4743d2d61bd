import type { ContentSettings } from './content-policy.ts'

/** A picture, sound or file, by the conventions' shapes. */
export type Media = { readonly type: 'blob' | 'uri' | 'file'; readonly modality: string }

export function isMedia(part: object): part is Media {
  const { modality, type } = part as Record<string, unknown>
  return typeof modality === 'string' && (type === 'blob' || type === 'uri' || type === 'file')
}

/** What is left of a picture, sound or file; undefined for what is plain text, such as an address. */
export function keptOfMedia(
  settings: ContentSettings,
  type: Media['type'],
  key: string,
  value: unknown,
): string | undefined {
  const isPlace = key === 'uri' || key === 'file_id'
  const isBytes = type === 'blob' && key === 'content'
  if (isPlace) return settings.media === 'omit' ? '' : undefined
  if (!isBytes) return undefined
  const fits = typeof value === 'string' && value.length <= settings.blobBytes
  return settings.media === 'blob' && fits ? value : ''
}

/** Bounded, so that no text is read twice. RFC 2397; RFC 6838 allows names 127 characters. */
const DATA_URL =
  /^data:(?:[\w.+-]{1,127}\/[\w.+-]{1,127})?(?:;[\w.+-]{1,127}=[\w.+-]{1,127}){0,8};base64,/i

/** A `data:` URL carries its bytes, whatever field it stands in. */
export function withoutBytes({ blobBytes, media }: ContentSettings, text: string): string {
  if (!text.startsWith('data:')) return text
  const head = DATA_URL.exec(text)?.[0]
  if (head === undefined || (media === 'blob' && text.length - head.length <= blobBytes))
    return text
  return media === 'omit' ? '' : head
}
