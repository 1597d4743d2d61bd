import {
  ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT,
  ATTR_GEN_AI_REQUEST_ENCODING_FORMATS,
  ATTR_GEN_AI_REQUEST_MODEL,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fields, integer, someText } from '../reading/wire.ts'

/** The caller's format: where it names none, the client asks for base64 on its own and decodes it again. */
export function embeddingsRequestAttributes(body: unknown): Attributes {
  const request = fields(body)
  const format = someText(request['encoding_format'])
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(request['model']),
    [ATTR_GEN_AI_REQUEST_ENCODING_FORMATS]: format === undefined ? undefined : [format],
    [ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT]: integer(request['dimensions']),
  }
}
