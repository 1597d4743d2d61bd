import type { OutputContract } from '../contracts/contract.ts'
import { guard } from '../guard.ts'
import { warnOnce } from '../warn-once.ts'
import { type CallContext, withCallContext } from './call-context.ts'
import { conversationOf } from './conversation-id.ts'
import { type Metadata, metadataAttributes, refuseBadKeys } from './metadata.ts'
import { promptProblem, type PromptRef, shownShort } from './prompt-ref.ts'

/** What {@link definePrompt} is told. */
export interface PromptDefinition {
  /** Letters, digits, `_`, `-` and `.`; at most 100 characters, a letter or digit first. Kept low in cardinality. */
  readonly name: string
  /** A whole number from 0, or text by the same rules as `name`. */
  readonly version: string | number
  /** What the output has to look like. Without it the calls have no label and no verdict. */
  readonly output?: OutputContract | undefined
  /** For people: what the prompt is for. Not recorded. */
  readonly description?: string | undefined
}

/** What one run of a prompt says beside its name and version. */
export interface PromptRunOptions {
  /** Recorded as `llmops.metadata.<key>`. */
  readonly metadata?: Metadata | undefined
  /** Recorded as `gen_ai.conversation.id`. */
  readonly conversationId?: string | undefined
  /**
   * The values that the prompt's template is filled with: text as it is, anything else as JSON. They are content:
   * recorded, as `gen_ai.prompt.variable.<name>`, only where content is captured, and by the content policy. The first
   * 32 count.
   */
  readonly variables?: Readonly<Record<string, unknown>> | undefined
}

/** A prompt with a name, a version and, where declared, a contract for its output. */
export interface Prompt extends PromptRef {
  /** For people: what the prompt is for. Not recorded. */
  readonly description?: string | undefined
  /**
   * Runs `fn`; everything inside, however deep and however late, carries the prompt.
   *
   * @returns what `fn` returns, untouched.
   */
  run<T>(fn: () => T): T
  run<T>(options: PromptRunOptions, fn: () => T): T
}

/**
 * Declares a prompt, once, at module level.
 *
 * @throws TypeError where the name or the version breaks the rules above, or the output is no contract, so that a typo
 * shows at start.
 * @example
 * ```ts
 * const searchDecision = definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
 * await searchDecision.run({ metadata: { turn: 3 } }, () => client.chat.completions.create(params))
 * ```
 */
export function definePrompt(definition: PromptDefinition): Prompt {
  const problem = promptProblem(definition, shownShort)
  if (problem !== undefined) throw new TypeError(`definePrompt(): ${problem}`)
  const { name, output, version } = definition
  return { ...definition, run: runner({ name, version, output }) }
}

/** `run(fn)` and `run(options, fn)`. */
function runner(prompt: PromptRef): Prompt['run'] {
  const bare: CallContext = { prompt }
  return <T>(...args: [fn: () => T] | [options: PromptRunOptions, fn: () => T]): T => {
    if (args.length === 1) return withCallContext(() => bare, args[0])
    const [options, fn] = args
    refuseBadKeys(() => options?.metadata)
    return withCallContext(() => said(prompt, options), fn)
  }
}

/** What cannot be read costs itself, not the prompt. */
function said(prompt: PromptRef, options: PromptRunOptions | undefined): CallContext {
  const variables = guard('reading the variables of a prompt', () => fewOf(options?.variables))
  return {
    prompt: variables ? { ...prompt, variables } : prompt,
    ...guard('reading the options of a prompt', () => ({
      ...conversationOf(options?.conversationId),
      ...(options?.metadata && { metadata: metadataAttributes(options.metadata) }),
    })),
  }
}

/** A span has room for 128 attributes by the SDK's default; who runs out of it loses the answer, which comes last. */
const MAX_VARIABLES = 32

/** A copy: the application may go on to change its own object. */
function fewOf(
  variables: PromptRunOptions['variables'],
): Readonly<Record<string, unknown>> | undefined {
  if (typeof variables !== 'object' || variables === null) return undefined
  const entries = Object.entries(variables)
  if (entries.length > MAX_VARIABLES)
    warnOnce(`a prompt has room for ${MAX_VARIABLES} variables, the others are not recorded`)
  return Object.fromEntries(entries.slice(0, MAX_VARIABLES))
}
