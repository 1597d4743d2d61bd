import { errorClass } from '@kansoku/core'

import { fields } from '../reading/wire.ts'
import { withoutContent } from '../reading/without-content.ts'

/**
 * An error as telemetry may show it, whatever the capture mode: messages are no place for content, and no redactor sees
 * them. An API that refuses a request may say so in the words of the prompt.
 *
 * @param content what was sent; of any shape, blobs aside
 * @returns the error itself where it quotes nothing
 */
export function unquoted(error: unknown, content: () => unknown): unknown {
  if (!(error instanceof Error) || error.message === '') return error
  const message = withoutContent(error.message, textsIn(content()))
  if (message === error.message) return error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const { code, status } = fields(error)
  return Object.create(Object.getPrototypeOf(error) as object, {
    code: { value: code },
    message: { value: message },
    stack: { value: [`${errorClass(error)}: ${message}`, ...frames].join('\n') },
    status: { value: status },
  })
}

/** What the shapes of the content are made of is no content. */
const STRUCTURE = new Set([
  'type',
  'role',
  'modality',
  'mime_type',
  'generic_type',
  // The words of a JSON schema are those of many a message: string, object, required.
  'parameters',
])
/** Bytes are quoted by nobody. */
const BYTES = 'blob'

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content]
  if (Array.isArray(content)) return content.flatMap(textsIn)
  const part = fields(content)
  if (part['type'] === BYTES) return []
  return Object.keys(part)
    .filter((key) => !STRUCTURE.has(key))
    .flatMap((key) => textsIn(part[key]))
}
