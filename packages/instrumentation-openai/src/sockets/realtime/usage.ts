import {
  ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { modalUsageAttributes } from '../../reading/modal-usage.ts'
import { fields, count } from '../../reading/wire.ts'

/** The provider's own counts, which Realtime splits by modality, the cached ones too. What it does not count stays absent. */
export function realtimeUsageAttributes(reported: unknown): Attributes {
  const input = fields(fields(reported)['input_token_details'])
  const cached = fields(input['cached_tokens_details'])
  return {
    ...modalUsageAttributes(reported),
    [ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS]: count(cached['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS]: count(cached['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS]: count(cached['audio_tokens']),
  }
}
