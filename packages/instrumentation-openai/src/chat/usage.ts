import {
  ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fields, count, type Wire } from '../reading/wire.ts'

/**
 * Attributes, and the provider's own counts. Details are parts of the totals; what it does not count stays absent. Takes
 * the others along, since V8 is fast only with what a literal begins with.
 */
export function withChatUsage(told: Attributes, reported: unknown): Attributes {
  const usage = fields(reported)
  const input = fields(usage['prompt_tokens_details'])
  const output = fields(usage['completion_tokens_details'])
  return {
    ...told,
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: count(usage['prompt_tokens']),
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: outputTokens(usage, count(output['reasoning_tokens'])),
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: count(input['cached_tokens']),
    [ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS]: count(input['cache_write_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS]: count(input['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS]: count(input['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS]: count(input['audio_tokens']),
    [ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]: count(output['reasoning_tokens']),
    [ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS]: count(output['text_tokens']),
    [ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS]: count(output['image_tokens']),
    [ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS]: count(output['audio_tokens']),
  }
}

/**
 * For the conventions reasoning is a part of the output. xAI's servers count it beside `completion_tokens`, which shows
 * in their total; adding it up is then no guess (docs/decisions/openai-telemetry.md).
 */
function outputTokens(usage: Wire, reasoning: number | undefined): number | undefined {
  const completion = count(usage['completion_tokens'])
  if (completion === undefined || !reasoning) return completion
  const prompt = count(usage['prompt_tokens']) ?? 0
  const beside = usage['total_tokens'] === prompt + completion + reasoning
  return beside ? completion + reasoning : completion
}
