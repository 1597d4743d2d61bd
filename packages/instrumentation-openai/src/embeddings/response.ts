import { ATTR_GEN_AI_RESPONSE_MODEL, ATTR_GEN_AI_USAGE_INPUT_TOKENS } from '@kansoku/core/semconv'

import type { Answer } from '../call/answer.ts'
import { fields, count, someText } from '../reading/wire.ts'

/** Model and usage. The vectors are not even looked at. */
export function embeddingsResponse(body: unknown): Answer {
  const response = fields(body)
  return {
    attributes: {
      [ATTR_GEN_AI_RESPONSE_MODEL]: someText(response['model']),
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: count(fields(response['usage'])['prompt_tokens']),
    },
  }
}
