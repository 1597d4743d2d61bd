import {
  ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fields, count } from './wire.ts'

/**
 * The provider's own counts for pictures and sound. A transcription that is billed by the second has none: seconds are
 * no tokens. Transcriptions say `input_token_details`, pictures `input_tokens_details`.
 */
export function modalUsageAttributes(reported: unknown): Attributes {
  const usage = fields(reported)
  const input = fields(usage['input_tokens_details'] ?? usage['input_token_details'])
  const output = fields(usage['output_tokens_details'] ?? usage['output_token_details'])
  return {
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: count(usage['input_tokens']),
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: count(usage['output_tokens']),
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: count(input['cached_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS]: count(input['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS]: count(input['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS]: count(input['audio_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS]: count(output['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS]: count(output['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS]: count(output['audio_tokens']),
  }
}
