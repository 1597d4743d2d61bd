import { type Attributes, type Context, context, createContextKey } from '@opentelemetry/api'

import type { OutputContract } from './contract.ts'
import { ATTR_LLMOPS_METADATA_PREFIX } from './llmops.ts'
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
} from './semconv.ts'

/** Values that the application attaches to its calls: scalars as they are, nested values as JSON. */
export type Metadata = Readonly<Record<string, unknown>>

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
    ...(outer.metadata || added.metadata
      ? { metadata: { ...outer.metadata, ...added.metadata } }
      : undefined),
  }
  return context.with(active.setValue(KEY, merged), fn)
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

/** Metadata as attributes. What has no JSON form is left out: a label must not break a call. */
export function metadataAttributes(metadata: Metadata): Attributes {
  const attributes: Attributes = {}
  for (const [key, value] of Object.entries(metadata)) {
    const plain = attributeValue(value)
    if (plain !== undefined) attributes[ATTR_LLMOPS_METADATA_PREFIX + key] = plain
  }
  return attributes
}

function attributeValue(value: unknown): string | number | boolean | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value
    case 'bigint':
      return value.toString()
    case 'object':
      return value === null ? undefined : json(value)
    default:
      return undefined
  }
}

function json(value: object): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
