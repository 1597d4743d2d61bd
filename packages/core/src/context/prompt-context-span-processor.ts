import type { Attributes, Context, Span } from '@opentelemetry/api'

import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
} from '../semconv.ts'
import { type CallContext, callContextAttributes, callContextOf } from './call-context.ts'

/** What both SDK generations hand to a processor when a span starts. */
interface StartedSpan extends Span {
  readonly attributes: Attributes
}

/** How instrumentations named the provider before the conventions renamed it. */
const ATTR_GEN_AI_SYSTEM = 'gen_ai.system'

const INFERENCES: ReadonlySet<unknown> = new Set(['chat', 'generate_content', 'text_completion'])
/** Other operations that may name their conversation (`docs/gen-ai/gen-ai-agent-spans.md`); a prompt, none of them. */
const IN_CONVERSATION: ReadonlySet<unknown> = new Set([
  'execute_tool',
  'invoke_agent',
  'invoke_workflow',
])

/**
 * Gives prompt, conversation and metadata from the context to GenAI spans that other instrumentations start, each as far
 * as the conventions want it on that operation: the prompt on inferences, the conversation also on agents, workflows and
 * tools, metadata on all. What a span says itself stays. Spans of Kansoku's own have theirs already, spans that are no
 * GenAI operation get nothing. Works with the SDK's 2.x and 3.x.
 *
 * It sees a span at its start: an instrumentation that names operation or model only later is not recognised. For the
 * same reason there is no contract on these spans: nobody would judge the output.
 *
 * @example
 * ```ts
 * new NodeSDK({ spanProcessors: [new PromptContextSpanProcessor(), new BatchSpanProcessor(exporter)] })
 * ```
 */
export class PromptContextSpanProcessor {
  /** Called by the SDK. */
  onStart(span: StartedSpan, parentContext: Context): void {
    const call = callContextOf(parentContext)
    const wanted = attributesFor(span.attributes, call)
    for (const [key, value] of Object.entries(wanted))
      if (value !== undefined && span.attributes[key] === undefined) span.setAttribute(key, value)
  }

  /** Called by the SDK; nothing is left to do. */
  onEnd(): void {}

  /** Called by the SDK; nothing waits. */
  async forceFlush(): Promise<void> {}

  /** Called by the SDK; nothing is open. */
  async shutdown(): Promise<void> {}
}

function attributesFor(span: Attributes, call: CallContext): Attributes {
  const operation = span[ATTR_GEN_AI_OPERATION_NAME]
  if (INFERENCES.has(operation) || (operation === undefined && isOldInference(span)))
    return callContextAttributes(call)
  if (operation === undefined) return {}
  const { conversationId, metadata } = call
  return IN_CONVERSATION.has(operation) && conversationId !== undefined
    ? { ...metadata, [ATTR_GEN_AI_CONVERSATION_ID]: conversationId }
    : { ...metadata }
}

/** Instrumentations from before `gen_ai.operation.name` said provider and model, and that was it. */
function isOldInference(span: Attributes): boolean {
  return (
    span[ATTR_GEN_AI_REQUEST_MODEL] !== undefined &&
    (span[ATTR_GEN_AI_PROVIDER_NAME] ?? span[ATTR_GEN_AI_SYSTEM]) !== undefined
  )
}
