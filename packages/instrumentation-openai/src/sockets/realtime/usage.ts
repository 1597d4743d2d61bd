import {
  ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { present } from '../../reading/attributes.ts'
import { fields, integer } from '../../reading/wire.ts'

/** The provider's own counts, which Realtime splits by modality, the cached ones too. What it does not count stays absent. */
export function realtimeUsageAttributes(reported: unknown): Attributes {
  const usage = fields(reported)
  const input = fields(usage['input_token_details'])
  const cached = fields(input['cached_tokens_details'])
  const output = fields(usage['output_token_details'])
  return present({
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: integer(usage['input_tokens']),
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: integer(usage['output_tokens']),
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: integer(input['cached_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS]: integer(input['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS]: integer(input['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS]: integer(input['audio_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS]: integer(cached['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS]: integer(cached['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS]: integer(cached['audio_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS]: integer(output['text_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS]: integer(output['audio_tokens']),
  })
}
