import type { OutputContract } from '../contracts/contract.ts'
import { type PromptRef, withCallContext } from './call-context.ts'
import { type Metadata, metadataAttributes } from './metadata.ts'

export interface PromptDefinition {
  /** Letters, digits, `_`, `-` and `.`; at most 100 characters, a letter or digit first. Kept low in cardinality. */
  readonly name: string
  /** A whole number from 0, or text by the same rules as `name`. */
  readonly version: string | number
  /** What the output has to look like. Without it the calls have no label and no verdict. */
  readonly output?: OutputContract
  /** For people: what the prompt is for. Not recorded. */
  readonly description?: string
}

export interface PromptRunOptions {
  /** Recorded as `llmops.metadata.<key>`. */
  readonly metadata?: Metadata
  /** Recorded as `gen_ai.conversation.id`. */
  readonly conversationId?: string
}

/** A prompt with a name, a version and, where declared, a contract for its output. */
export interface Prompt extends PromptRef {
  readonly description?: string
  /**
   * Runs `fn`; everything inside, however deep and however late, carries the prompt.
   *
   * @returns what `fn` returns, untouched.
   */
  run<T>(fn: () => T): T
  run<T>(options: PromptRunOptions, fn: () => T): T
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,99}$/u

/**
 * Declares a prompt, once, at module level.
 *
 * @throws TypeError where the name or the version breaks the rules above, so that a typo shows at start.
 * @example
 * ```ts
 * const searchDecision = definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
 * await searchDecision.run({ metadata: { turn: 3 } }, () => client.chat.completions.create(params))
 * ```
 */
export function definePrompt(definition: PromptDefinition): Prompt {
  const { name, version } = definition
  if (typeof name !== 'string' || !NAME.test(name))
    throw new TypeError(
      `definePrompt(): name must be letters, digits, "_", "-" or ".", at most 100 characters, got ${JSON.stringify(name)}`,
    )
  if (!isVersion(version))
    throw new TypeError(
      `definePrompt(${name}): version must be a whole number from 0, or text such as "2" or "2026-11", got ${JSON.stringify(version)}`,
    )
  return { ...definition, run: runner(definition) }
}

/** `run(fn)` and `run(options, fn)`. */
function runner(prompt: PromptRef): Prompt['run'] {
  return <T>(...args: [fn: () => T] | [options: PromptRunOptions, fn: () => T]): T => {
    const [options, fn] = args.length === 1 ? [{}, args[0]] : args
    const { conversationId, metadata } = options
    return withCallContext(
      {
        prompt,
        ...(conversationId !== undefined && { conversationId }),
        ...(metadata && { metadata: metadataAttributes(metadata) }),
      },
      fn,
    )
  }
}

function isVersion(version: unknown): boolean {
  return typeof version === 'number'
    ? Number.isSafeInteger(version) && version >= 0
    : typeof version === 'string' && NAME.test(version)
}
