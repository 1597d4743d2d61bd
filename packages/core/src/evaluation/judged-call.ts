import { type Attributes, type Context, context, type Span, trace } from '@opentelemetry/api'

import { callContextOf } from '../context/call-context.ts'
import { idOf } from '../context/conversation-id.ts'
import { type Metadata, mergeMetadata, metadataAttributes } from '../context/metadata.ts'
import { promptProblem } from '../context/prompt-ref.ts'
import { ATTR_GEN_AI_OPERATION_NAME } from '../semconv.ts'
import { type CallRef, readCallRef, spanOf } from './call-ref.ts'
import { recentCall } from './recent-calls.ts'

/** Which call is judged, and what is known of it. */
export interface JudgedCallOptions {
  /**
   * The id of the response, `completion.id`. Enough to join the result with its call, also tomorrow and from another
   * process. Recorded as `gen_ai.response.id`.
   */
  readonly responseId?: string | undefined
  /**
   * The call, as {@link CallRef} (from `callRefOf` or `currentCall`), `SpanContext` or traceparent.
   * @defaultValue the active span, where no `responseId` is named either
   */
  readonly call?: CallRef | string | undefined
  /** The prompt that was judged. @defaultValue what is known of the call */
  readonly prompt?: { readonly name: string; readonly version: string | number } | undefined
  /** Alone, it says that the whole conversation is judged. @defaultValue what is known of the call */
  readonly conversationId?: string | undefined
  /** Recorded as `llmops.metadata.<key>`. Without `responseId` and `call` the context's metadata is there, too. */
  readonly metadata?: Metadata | undefined
}

/** All that is known of it. */
export interface JudgedCall {
  /** The event belongs to the call's span, and to no other. */
  readonly context: Context
  readonly responseId?: string | undefined
  readonly prompt?: { readonly name: string; readonly version: string | number } | undefined
  readonly conversationId?: string | undefined
  readonly metadata?: Attributes | undefined
  /** Whether anything points at a call or a conversation, and not at the request around it. */
  readonly found: boolean
}

/**
 * The call that is meant. One that is named is not the one that runs: its prompt is not the context's, where a model
 * judge may be at work under a prompt of its own, and its span is not the active one, which would join the result with
 * the wrong call.
 */
export function judgedCall(options: JudgedCallOptions): JudgedCall {
  const metadata = options.metadata && metadataAttributes(options.metadata)
  const active = context.active()
  const conversationId = idOf(options.conversationId)
  // Named and undefined is a call that the application does not know: not the one that runs either.
  if (!('responseId' in options || 'call' in options)) {
    const said = callContextOf(active)
    return {
      context: active,
      prompt: promptOf(options.prompt) ?? said.prompt,
      conversationId: conversationId ?? said.conversationId,
      metadata:
        said.metadata && metadata
          ? mergeMetadata(said.metadata, metadata)
          : (metadata ?? said.metadata),
      found: conversationId !== undefined || isCall(trace.getSpan(active)),
    }
  }
  const ref = readCallRef(options.call)
  const responseId = idOf(options.responseId) ?? idOf(ref.responseId)
  const recent = responseId === undefined ? undefined : recentCall(responseId)
  const span = spanOf(ref) ?? recent?.span
  return {
    context: span ? trace.setSpanContext(active, span) : trace.deleteSpan(active),
    responseId,
    prompt: promptOf(options.prompt) ?? promptOf(ref.prompt) ?? recent?.prompt,
    conversationId: conversationId ?? idOf(ref.conversationId) ?? recent?.conversationId,
    metadata,
    found: span !== undefined || responseId !== undefined,
  }
}

function promptOf(prompt: JudgedCallOptions['prompt']): JudgedCallOptions['prompt'] {
  return prompt === undefined || promptProblem(prompt) !== undefined ? undefined : prompt
}

/**
 * Whether it can be meant: the span of a web request is active in most programs, and joined with that, a result is lost.
 * The SDK's spans show their attributes; one that shows none, as of another process, is believed.
 */
function isCall(span: (Span & { readonly attributes?: Attributes }) | undefined): boolean {
  if (!span) return false
  return span.attributes === undefined || ATTR_GEN_AI_OPERATION_NAME in span.attributes
}
