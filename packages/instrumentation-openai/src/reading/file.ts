import type { MessagePart } from '@kansoku/core'

import { blob } from './blob.ts'
import { fields, text } from './wire.ts'

/** A media type at the beginning; what follows are parameters. */
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+/

/**
 * Files that the application sends: `File`, `Blob`, `ReadStream`, `Response` and what else the client takes. Some of
 * them can be read only once, so nothing but the media type of a `Blob` is looked at: no name, no path, no bytes.
 */
export function sentFiles(
  modality: 'image' | 'audio',
  ...files: readonly unknown[]
): MessagePart[] {
  return files
    .filter((file) => typeof file === 'object' && file !== null)
    .map((file) => blob(modality, '', mimeType(fields(file)['type'])))
}

/** What a `Response` without a parsed body is, by its header; `undefined` for anything else. */
export function contentType(response: unknown): string | undefined {
  const { headers } = fields(response)
  const { get } = fields(headers)
  return typeof get === 'function' ? mimeType(get.call(headers, 'content-type')) : undefined
}

function mimeType(value: unknown): string | undefined {
  return MIME_TYPE.exec(text(value) ?? '')?.[0]
}

/**
 * What the client calls the files in the form that it sends. Never recorded: an API that refuses a form may quote them,
 * and its message must not. By then, the request is over.
 */
export function fileNames(...files: readonly unknown[]): string[] {
  return files
    .map(fields)
    .flatMap(({ name, path, url }) => [name, path, url])
    .flatMap((name) => text(name)?.split(/[\\/]/).at(-1) ?? [])
}
