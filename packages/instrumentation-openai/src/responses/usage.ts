import {
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fields, count } from '../reading/wire.ts'

/**
 * Attributes, and the provider's own counts. Details are parts of the totals; what it does not count stays absent. Takes
 * the others along, since V8 is fast only with what a literal begins with.
 */
export function withResponsesUsage(told: Attributes, reported: unknown): Attributes {
  const usage = fields(reported)
  const input = fields(usage['input_tokens_details'])
  const output = fields(usage['output_tokens_details'])
  return {
    ...told,
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: count(usage['input_tokens']),
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: count(usage['output_tokens']),
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: count(input['cached_tokens']),
    [ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS]: count(input['cache_write_tokens']),
    [ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]: count(output['reasoning_tokens']),
  }
}
