import { type PromptRef, withCallContext } from './call-context.ts'
import { type Metadata, metadataAttributes } from './metadata.ts'

/**
 * Runs `fn`; the model calls inside carry the prompt's name and version, and are judged by its contract.
 *
 * @returns what `fn` returns, untouched.
 */
export function withPrompt<T>(prompt: PromptRef, fn: () => T): T {
  return withCallContext({ prompt }, fn)
}

/** Runs `fn`; the model calls inside belong to the conversation `id` (`gen_ai.conversation.id`). */
export function withConversation<T>(id: string, fn: () => T): T {
  return withCallContext({ conversationId: id }, fn)
}

/**
 * Runs `fn`; the model calls inside carry `llmops.metadata.<key>`. Nested calls merge, the inner value wins.
 *
 * @example
 * ```ts
 * await withMetadata({ turn: 3 }, () => client.chat.completions.create(params))
 * ```
 */
export function withMetadata<T>(metadata: Metadata, fn: () => T): T {
  return withCallContext({ metadata: metadataAttributes(metadata) }, fn)
}
