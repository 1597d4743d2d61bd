import type { Attributes, Context, Span } from '@opentelemetry/api'

import { OPERATIONS, type OperationName } from '../operation/operation-kinds.ts'
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
} from '../semconv.ts'
import { callContextAttributes, callContextOf, type ContextShare } from './call-context.ts'

/** What both SDK generations hand to a processor when a span starts. */
interface StartedSpan extends Span {
  readonly attributes: Attributes
}

/** How instrumentations named the provider before the conventions renamed it. */
const ATTR_GEN_AI_SYSTEM = 'gen_ai.system'

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
    const share = shareOf(span.attributes)
    if (share === undefined) return
    const carried = callContextAttributes(callContextOf(parentContext), share)
    for (const [key, value] of Object.entries(carried))
      if (value !== undefined && span.attributes[key] === undefined) span.setAttribute(key, value)
  }

  /** Called by the SDK; nothing is left to do. */
  onEnd(): void {}

  /** Called by the SDK; nothing waits. */
  async forceFlush(): Promise<void> {}

  /** Called by the SDK; nothing is open. */
  async shutdown(): Promise<void> {}
}

/** What the conventions want on the operation; on one that they do not know, metadata only. */
function shareOf(span: Attributes): ContextShare | undefined {
  const operation = span[ATTR_GEN_AI_OPERATION_NAME]
  if (operation === undefined) return isOldInference(span) ? 'prompt' : undefined
  return isOperation(operation) ? OPERATIONS[operation].context : 'metadata'
}

function isOperation(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(OPERATIONS, name)
}

/** Instrumentations from before `gen_ai.operation.name` said provider and model, and that was it. */
function isOldInference(span: Attributes): boolean {
  return (
    span[ATTR_GEN_AI_REQUEST_MODEL] !== undefined &&
    (span[ATTR_GEN_AI_PROVIDER_NAME] ?? span[ATTR_GEN_AI_SYSTEM]) !== undefined
  )
}
