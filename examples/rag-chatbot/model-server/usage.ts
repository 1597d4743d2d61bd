import type { ChatMessage } from './chat-request.ts'

/** The usage object of the API. */
export interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details: { readonly cached_tokens: number; readonly audio_tokens: number }
  readonly completion_tokens_details: {
    readonly reasoning_tokens: number
    readonly audio_tokens: number
    readonly accepted_prediction_tokens: number
    readonly rejected_prediction_tokens: number
  }
}

/** A prompt is cached from this length on, in steps of 128 tokens, as the API documents it. */
const CACHE_FROM = 1024
const CACHE_STEP = 128

/** Plausible, not exact: the server has no tokenizer. Every message costs some tokens of its own. */
export function usageOf(messages: readonly ChatMessage[], completion: string): Usage {
  const prompt = messages.reduce((sum, { content }) => sum + 4 + tokensIn(content), 3)
  const output = tokensIn(completion)
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_tokens_details: {
      cached_tokens: prompt < CACHE_FROM ? 0 : prompt - (prompt % CACHE_STEP),
      audio_tokens: 0,
    },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

/** About four Latin letters, or one and a half Japanese characters, are a token. */
function tokensIn(text: string): number {
  const wide = text.match(/[\u3000-\u9fff\uff00-\uffef]/g)?.length ?? 0
  return Math.max(1, Math.ceil(wide / 1.5 + (text.length - wide) / 4))
}
