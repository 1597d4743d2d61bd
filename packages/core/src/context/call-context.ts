import { type Attributes, type Context, context, createContextKey } from '@opentelemetry/api'

import { guard } from '../guard.ts'
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
} from '../semconv.ts'
import { warnOnce } from '../warn-once.ts'
import { mergeMetadata } from './metadata.ts'
import type { PromptRef } from './prompt-ref.ts'

/** A prompt at work: the values of its template belong to it, and go with it where an inner prompt takes its place. */
export interface PromptInUse extends PromptRef {
  /** Content: recorded only where content is captured, as `gen_ai.prompt.variable.<name>`. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined
}

/** What async context carries to the calls inside. */
export interface CallContext {
  readonly prompt?: PromptInUse | undefined
  readonly conversationId?: string | undefined
  /** Attributes under their full names, made once where the metadata is set, not once a call. */
  readonly metadata?: Attributes
}

/** What stands in the context: filled in only once it is known that the context arrives anywhere. */
interface Scope {
  call: CallContext
}

const KEY = createContextKey('kansoku.call')
const NOTHING: CallContext = {}

/** What the application said about the calls that start in `from`. */
export function callContextOf(from: Context = context.active()): CallContext {
  return (from.getValue(KEY) as Scope | undefined)?.call ?? NOTHING
}

/**
 * Runs `fn` with more said about the calls inside: the inner value wins, metadata merges.
 *
 * @param added called at once, and not at all where there is no context manager: without an SDK nothing is worth its time
 */
export function withCallContext<T>(added: () => CallContext, fn: () => T): T {
  const active = context.active()
  const scope: Scope = { call: NOTHING }
  const inner = active.setValue(KEY, scope)
  return context.with(inner, () => {
    if (context.active() === inner)
      scope.call = merge(callContextOf(active), guard('reading what a call carries', added))
    else
      warnOnce(
        'there is no OpenTelemetry context manager, so prompts, conversations and metadata reach no call. Start the SDK before the first prompt runs',
      )
    return fn()
  })
}

/**
 * The same context for what a provider runs beside a prompted call, such as a transcript of what it hears: conversation
 * and metadata stay, prompt and contract are not its own.
 */
export function withoutPrompt(from: Context): Context {
  const { prompt, ...call } = callContextOf(from)
  return prompt ? from.setValue(KEY, { call } satisfies Scope) : from
}

function merge(outer: CallContext, added: CallContext = NOTHING): CallContext {
  if (outer === NOTHING) return added
  return outer.metadata && added.metadata
    ? { ...outer, ...added, metadata: mergeMetadata(outer.metadata, added.metadata) }
    : { ...outer, ...added }
}

/** How much of the context belongs on an operation, by the conventions; metadata always does. */
export type ContextShare = 'prompt' | 'conversation' | 'metadata'

/**
 * The context's part of a GenAI span: metadata, and as much of the rest as its kind of operation may have.
 *
 * @param share `prompt` is all of it, for inferences
 */
export function callContextAttributes(
  call: CallContext,
  share: ContextShare = 'prompt',
): Attributes {
  if (call === NOTHING) return {}
  const { conversationId, metadata, prompt } = call
  return {
    ...metadata,
    ...(prompt &&
      share === 'prompt' && {
        [ATTR_GEN_AI_PROMPT_NAME]: prompt.name,
        [ATTR_GEN_AI_PROMPT_VERSION]: String(prompt.version),
      }),
    ...(conversationId !== undefined &&
      share !== 'metadata' && { [ATTR_GEN_AI_CONVERSATION_ID]: conversationId }),
  }
}
