/** Answers in the shapes of the chat completions API. */
export function completion(
  choices: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o-2024-08-06',
    service_tier: 'default',
    system_fingerprint: 'fp_1',
    choices,
    usage: {
      prompt_tokens: 12,
      completion_tokens: 5,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 2, audio_tokens: 0 },
    },
    ...more,
  }
}

export function choice(
  message: Readonly<Record<string, unknown>>,
  finish_reason: string | null = 'stop',
  index = 0,
): Record<string, unknown> {
  return { index, message: { role: 'assistant', ...message }, finish_reason, logprobs: null }
}

export function chunk(
  choices: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'gpt-4o-2024-08-06',
    service_tier: 'default',
    system_fingerprint: 'fp_1',
    choices,
    usage: null,
    ...more,
  }
}

export function delta(
  piece: Readonly<Record<string, unknown>>,
  finish_reason: string | null = null,
  index = 0,
): Record<string, unknown> {
  return { index, delta: piece, finish_reason }
}

export const STREAM_USAGE: Readonly<Record<string, unknown>> = {
  prompt_tokens: 12,
  completion_tokens: 2,
  total_tokens: 14,
}

/** `Yes` in two pieces, with usage. */
export const YES_STREAM: readonly unknown[] = [
  chunk([delta({ role: 'assistant', content: '' })]),
  chunk([delta({ content: 'Y' })]),
  chunk([delta({ content: 'es' })]),
  chunk([delta({}, 'stop')]),
  chunk([], { usage: STREAM_USAGE }),
]
