import { type Attributes, type Context, context, createContextKey, diag } from '@opentelemetry/api'

import type { OutputContract } from '../contracts/contract.ts'
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
} from '../semconv.ts'
import { mergeMetadata } from './metadata.ts'

/** A prompt by its name and version, with the contract of its output. */
export interface PromptRef {
  readonly name: string
  readonly version: string | number
  readonly output?: OutputContract
}

/** What async context carries to the calls inside. */
export interface CallContext {
  readonly prompt?: PromptRef
  readonly conversationId?: string
  /** Attributes under their full names, made once where the metadata is set, not once a call. */
  readonly metadata?: Attributes
}

const KEY = createContextKey('kansoku.call')
const NOTHING: CallContext = {}

/** What the application said about the calls that start in `from`. */
export function callContextOf(from: Context = context.active()): CallContext {
  return (from.getValue(KEY) as CallContext | undefined) ?? NOTHING
}

/** Runs `fn` with more said about the calls inside: the inner value wins, metadata merges. */
export function withCallContext<T>(added: CallContext, fn: () => T): T {
  const active = context.active()
  const outer = callContextOf(active)
  const merged: CallContext = {
    ...outer,
    ...added,
    ...(outer.metadata &&
      added.metadata && { metadata: mergeMetadata(outer.metadata, added.metadata) }),
  }
  const inner = active.setValue(KEY, merged)
  return context.with(inner, () => {
    if (context.active() !== inner) warnOfMissingManager()
    return fn()
  })
}

let warned = false

/** Every SDK for Node registers a context manager; without one the prompt reaches no call, and nothing else would say so. */
function warnOfMissingManager(): void {
  if (warned) return
  warned = true
  diag.warn(
    'kansoku: there is no OpenTelemetry context manager, so prompts, conversations and metadata reach no call. Start the SDK before the first prompt runs',
  )
}

/** The context's part of a GenAI span. */
export function callContextAttributes(call: CallContext): Attributes {
  if (call === NOTHING) return {}
  return {
    ...call.metadata,
    ...(call.prompt && {
      [ATTR_GEN_AI_PROMPT_NAME]: call.prompt.name,
      [ATTR_GEN_AI_PROMPT_VERSION]: String(call.prompt.version),
    }),
    ...(call.conversationId !== undefined && {
      [ATTR_GEN_AI_CONVERSATION_ID]: call.conversationId,
    }),
  }
}
