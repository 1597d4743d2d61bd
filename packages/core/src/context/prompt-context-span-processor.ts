import type { Attributes, Context, Span } from '@opentelemetry/api'

import { ATTR_GEN_AI_OPERATION_NAME } from '../semconv.ts'
import { callContextAttributes, callContextOf } from './call-context.ts'

/** What both SDK generations hand to a processor when a span starts. */
interface StartedSpan extends Span {
  readonly attributes: Attributes
}

/**
 * Gives prompt, conversation and metadata from the context to GenAI spans that other instrumentations start.
 * Spans of Kansoku's own have them already. It sees a span at its start: an instrumentation that names its
 * `gen_ai.operation.name` only later is not recognised.
 *
 * @example
 * ```ts
 * new NodeSDK({ spanProcessors: [new PromptContextSpanProcessor(), new BatchSpanProcessor(exporter)] })
 * ```
 */
export class PromptContextSpanProcessor {
  onStart(span: StartedSpan, parentContext: Context): void {
    if (span.attributes[ATTR_GEN_AI_OPERATION_NAME] === undefined) return
    for (const [key, value] of Object.entries(callContextAttributes(callContextOf(parentContext))))
      if (value !== undefined && span.attributes[key] === undefined) span.setAttribute(key, value)
  }

  onEnd(): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
