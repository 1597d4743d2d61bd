import { guard } from '../guard.ts'
import { warnOnce } from '../warn-once.ts'
import { withCallContext } from './call-context.ts'
import { conversationOf } from './conversation-id.ts'
import { type Metadata, metadataAttributes, refuseBadKeys } from './metadata.ts'
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
  // Where it cannot be used, not the outer one either: its contract would judge the calls.
  return withCallContext(() => ({ prompt: guard('reading a prompt', () => usable(prompt)) }), fn)
}

/**
 * Runs `fn`; the model calls inside belong to the conversation `id` (`gen_ai.conversation.id`).
 *
 * A text of 1 to 256 characters; with anything else `diag` says so once, and the calls inside carry none.
 *
 * @returns what `fn` returns, untouched.
 * @example
 * ```ts
 * await withConversation(session.id, () => client.chat.completions.create(params))
 * ```
 */
export function withConversation<T>(id: string, fn: () => T): T {
  return withCallContext(() => conversationOf(id), fn)
}

/**
 * Runs `fn`; the model calls inside carry `llmops.metadata.<key>`. Nested calls merge, the inner value wins.
 *
 * @returns what `fn` returns, untouched.
 * @throws TypeError in development (`NODE_ENV`) where a key would be left out; elsewhere `diag` says so once.
 * @example
 * ```ts
 * await withMetadata({ turn: 3 }, () => client.chat.completions.create(params))
 * ```
 */
export function withMetadata<T>(metadata: Metadata, fn: () => T): T {
  refuseBadKeys(() => metadata)
  return withCallContext(() => ({ metadata: metadataAttributes(metadata) }), fn)
}

/** A copy: the object may be another one's, and change. */
function usable(prompt: PromptRef): PromptRef | undefined {
  const problem = promptProblem(prompt)
  if (problem !== undefined) {
    warnOnce(`withPrompt(): ${problem}. The calls inside carry no prompt`)
    return undefined
  }
  const { name, output, version } = prompt
  return { name, version, output }
}
