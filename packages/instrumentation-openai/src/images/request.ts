import type { InputContent } from '@kansoku/core'
import {
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_REQUEST_CHOICE_COUNT,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fileNames, sentFiles } from '../reading/file.ts'
import { fields, integer, someText, text } from '../reading/wire.ts'

/** The conventions know no size, quality or format of a picture. */
export function imagesRequestAttributes(body: unknown): Attributes {
  const request = fields(body)
  const choices = integer(request['n'])
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(request['model']),
    [ATTR_GEN_AI_REQUEST_CHOICE_COUNT]: choices === 1 ? undefined : choices,
    [ATTR_GEN_AI_REQUEST_STREAM]: request['stream'] === true ? true : undefined,
    [ATTR_GEN_AI_OUTPUT_TYPE]: 'image',
  }
}

/** The prompt and the pictures given with it, in one message: the API has no roles. */
export function imagesInput(body: unknown): InputContent {
  const content = text(fields(body)['prompt'])
  const parts = [
    ...(content === undefined ? [] : [{ type: 'text', content } as const]),
    ...sentFiles('image', ...pictures(body)),
  ]
  return parts.length === 0 ? {} : { inputMessages: [{ role: 'user', parts }] }
}

export function imagesQuotable(body: unknown): unknown {
  return fileNames(...pictures(body))
}

function pictures(body: unknown): readonly unknown[] {
  const { image, markup, mask } = fields(body)
  return [...(Array.isArray(image) ? (image as unknown[]) : [image]), mask, markup]
}
