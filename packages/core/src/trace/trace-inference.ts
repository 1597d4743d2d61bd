import type { ToolDefinition } from '../content/messages.ts'
import type { InferenceName } from '../operation/operation.ts'
import * as semconv from '../semconv.ts'
import { type AttributeTable, attributesOf, type Server, serverAttributes } from './attributes.ts'
import {
  conversationContent,
  type ConversationContent,
  type InstructionContent,
  type MessageContent,
  outputContent,
  textResult,
} from './conversation-content.ts'
import { INFERENCE_REQUEST, type InferenceRequest } from './model-request.ts'
import { type Trace, traced } from './traced.ts'
import { INFERENCE_USAGE, type InferenceUsage } from './usage.ts'

/** What {@link traceInference} is told of the request; what is known only later goes to the handle. */
export interface InferenceTraceOptions extends InferenceRequest, ConversationContent {
  /** @defaultValue `'chat'` */
  readonly operation?: InferenceName | undefined
  /** Whose API answers: `gen_ai.provider.name`, such as `anthropic`, `aws.bedrock`, `mistral_ai`. */
  readonly provider: string
  /** The model that is asked for. */
  readonly model?: string | undefined
  readonly server?: Server | undefined
  /** Recorded as `gen_ai.conversation.id`, also on what happens inside. Only a real id. */
  readonly conversationId?: string | undefined
  /** The model runs in this process. @defaultValue `false` */
  readonly inProcess?: boolean | undefined
}

/** What the provider says of its answer. */
export interface InferenceAnswer {
  readonly id?: string | undefined
  readonly model?: string | undefined
  /** The provider's own words, one for each choice. */
  readonly finishReasons?: readonly string[] | undefined
  /** Whether the provider shortened the conversation on the way. */
  readonly conversationCompacted?: boolean | undefined
}

/** What only the function knows of its call. After the end it takes nothing more. */
export interface InferenceHandle {
  readonly setRequest: (request: InferenceRequest) => void
  readonly setResponse: (answer: InferenceAnswer) => void
  readonly setUsage: (usage: InferenceUsage) => void
  /** Content: recorded only where it is captured. */
  readonly setInstructions: (instructions: InstructionContent) => void
  /** Content: recorded only where it is captured. */
  readonly setInput: (input: MessageContent) => void
  /** Content: recorded only where it is captured. */
  readonly setTools: (tools: readonly ToolDefinition[]) => void
  /**
   * The answer: a text, or one message a choice. The prompt's contract judges it; it is recorded only where content is
   * captured. Needless where the function returns the text itself.
   */
  readonly setOutput: (output: MessageContent) => void
  /**
   * A chunk of the answer that carries output has arrived, just now. Needless where the function gives an async
   * iterable: each of its values is a chunk then, unless this is called.
   */
  readonly chunk: () => void
}

const REQUEST: AttributeTable<
  InferenceRequest & Pick<InferenceTraceOptions, 'provider' | 'model'>
> = {
  ...INFERENCE_REQUEST,
  provider: semconv.ATTR_GEN_AI_PROVIDER_NAME,
  model: semconv.ATTR_GEN_AI_REQUEST_MODEL,
}
const ANSWER: AttributeTable<InferenceAnswer> = {
  id: semconv.ATTR_GEN_AI_RESPONSE_ID,
  model: semconv.ATTR_GEN_AI_RESPONSE_MODEL,
  finishReasons: semconv.ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  conversationCompacted: semconv.ATTR_GEN_AI_CONVERSATION_COMPACTED,
}

/**
 * Records a call of a model whose SDK no instrumentation covers: span, metrics and events by the OpenTelemetry GenAI
 * conventions, with the prompt, the conversation and the metadata of the context, and the verdict of the prompt's contract.
 *
 * The function runs inside the span. What it gives is handed back as it is; the call ends when a promise settles, or
 * when an async iterable has been read, left or dropped. What it throws is recorded, and thrown.
 *
 * @example
 * ```ts
 * const answer = await traceInference({ provider: 'mistral_ai', model: 'mistral-small' }, async (call) => {
 *   const response = await client.complete(question)
 *   call.setResponse({ id: response.id, finishReasons: [response.stop] })
 *   call.setUsage({ inputTokens: response.tokens.in, outputTokens: response.tokens.out })
 *   return response.text
 * })
 * ```
 */
export const traceInference: Trace<InferenceTraceOptions, InferenceHandle> = traced({
  isInference: true,
  conversationId: (options) => options.conversationId,
  start: (options) => ({
    name: options.operation ?? 'chat',
    attributes: { ...attributesOf(REQUEST, options), ...serverAttributes(options.server) },
    inProcess: options.inProcess === true,
    content: () => conversationContent(options),
  }),
  handle: ({ chunk, keep, set }) => ({
    setRequest: (request) => set(INFERENCE_REQUEST, request),
    setResponse: (answer) => set(ANSWER, answer),
    setUsage: (usage) => set(INFERENCE_USAGE, usage),
    setInstructions: (instructions) => keep(() => conversationContent({ instructions })),
    setInput: (input) => keep(() => conversationContent({ input })),
    setTools: (tools) => keep(() => conversationContent({ tools })),
    setOutput: (output) => keep(() => outputContent(output)),
    chunk,
  }),
  result: textResult,
})
