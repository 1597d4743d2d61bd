import * as semconv from '../semconv.ts'
import type { AttributeTable } from './attributes.ts'

/** Tokens as the provider counts them; billed counts before consumed ones. What it does not report is left out. */
export interface TokenTotals {
  /** All input, cached tokens included. Where a provider counts these apart, add them up. */
  readonly inputTokens?: number | undefined
  /** All output, reasoning included. */
  readonly outputTokens?: number | undefined
}

/** Totals and their parts: cached and modality counts are parts of the totals, not beside them. */
export interface TokenBreakdown extends TokenTotals {
  readonly cacheReadInputTokens?: number | undefined
  readonly cacheWriteInputTokens?: number | undefined
  readonly textInputTokens?: number | undefined
  readonly textCacheReadInputTokens?: number | undefined
  readonly textOutputTokens?: number | undefined
  readonly imageInputTokens?: number | undefined
  readonly imageCacheReadInputTokens?: number | undefined
  readonly imageOutputTokens?: number | undefined
  readonly audioInputTokens?: number | undefined
  readonly audioCacheReadInputTokens?: number | undefined
  readonly audioOutputTokens?: number | undefined
}

/** Tokens of one inference, in all detail. */
export interface InferenceUsage extends TokenBreakdown {
  readonly reasoningOutputTokens?: number | undefined
}

export const TOKEN_TOTALS: AttributeTable<TokenTotals> = {
  inputTokens: semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  outputTokens: semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
}

export const TOKEN_BREAKDOWN: AttributeTable<TokenBreakdown> = {
  ...TOKEN_TOTALS,
  cacheReadInputTokens: semconv.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  cacheWriteInputTokens: semconv.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  textInputTokens: semconv.ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
  textCacheReadInputTokens: semconv.ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS,
  textOutputTokens: semconv.ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
  imageInputTokens: semconv.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
  imageCacheReadInputTokens: semconv.ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS,
  imageOutputTokens: semconv.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
  audioInputTokens: semconv.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  audioCacheReadInputTokens: semconv.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS,
  audioOutputTokens: semconv.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
}

export const INFERENCE_USAGE: AttributeTable<InferenceUsage> = {
  ...TOKEN_BREAKDOWN,
  reasoningOutputTokens: semconv.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
}
