import { warnOnce } from '../warn-once.ts'
import { withCallContext } from './call-context.ts'
import { type Metadata, metadataAttributes } from './metadata.ts'
import { promptProblem, type PromptRef } from './prompt-ref.ts'

/**
 * Runs `fn`; the model calls inside carry the prompt's name and version, and are judged by its contract. For prompts
 * that are known only at run time, as from a prompt store; {@link definePrompt} is for those that stand in the code.
 *
 * A name or version that breaks the rules of {@link PromptRef} does not throw: `diag` says so once, and `fn` runs
 * without a prompt.
 *
 * @returns what `fn` returns, untouched.
 * @example
 * ```ts
 * await withPrompt({ name: 'answer', version: stored.version }, () => client.responses.create(params))
 * ```
 */
export function withPrompt<T>(prompt: PromptRef, fn: () => T): T {
  const problem = promptProblem(prompt)
  if (problem === undefined) return withCallContext(() => ({ prompt }), fn)
  warnOnce(`withPrompt(): ${problem}. The calls inside carry no prompt`)
  // Not the outer one either: its contract would judge them.
  return withCallContext(() => ({ prompt: undefined }), fn)
}

/**
 * Runs `fn`; the model calls inside belong to the conversation `id` (`gen_ai.conversation.id`).
 *
 * @returns what `fn` returns, untouched.
 */
export function withConversation<T>(id: string, fn: () => T): T {
  return withCallContext(() => ({ conversationId: id }), fn)
}

/**
 * Runs `fn`; the model calls inside carry `llmops.metadata.<key>`. Nested calls merge, the inner value wins.
 *
 * @returns what `fn` returns, untouched.
 * @example
 * ```ts
 * await withMetadata({ turn: 3 }, () => client.chat.completions.create(params))
 * ```
 */
export function withMetadata<T>(metadata: Metadata, fn: () => T): T {
  return withCallContext(() => ({ metadata: metadataAttributes(metadata) }), fn)
}
