import { ATTR_GEN_AI_REQUEST_MODEL } from '../semconv.ts'

/** What the conventions want of one kind of operation (`docs/gen-ai/gen-ai-spans.md`, `gen-ai-metrics.md`). */
export interface OperationKind {
  /** What follows the operation in the span's name, where there is one. */
  readonly subject: typeof ATTR_GEN_AI_REQUEST_MODEL | undefined
  /** Inferences have metrics of their own, and are not counted among the other operations as well. */
  readonly metrics: 'inference' | 'operation'
  /** Whether prompt, contract and conversation belong on the span. Metadata always does. */
  readonly prompted: boolean
  /** Whether the chunks of a stream are timed. */
  readonly timesChunks: boolean
  /** Where content may go at most: the details event is for inferences only, embeddings have no content at all. */
  readonly content: 'span_and_event' | 'span' | 'none'
}

const INFERENCE: OperationKind = {
  subject: ATTR_GEN_AI_REQUEST_MODEL,
  metrics: 'inference',
  prompted: true,
  timesChunks: true,
  content: 'span_and_event',
}

/** The calls of a model or of its provider that can be recorded: values of `gen_ai.operation.name`. */
export type OperationName =
  | 'chat'
  | 'generate_content'
  | 'text_completion'
  | 'embeddings'
  | 'fetch_response'

export const OPERATIONS: Readonly<Record<OperationName, OperationKind>> = {
  chat: INFERENCE,
  generate_content: INFERENCE,
  text_completion: INFERENCE,
  embeddings: {
    subject: ATTR_GEN_AI_REQUEST_MODEL,
    metrics: 'operation',
    prompted: false,
    timesChunks: false,
    content: 'none',
  },
  // The id of the response is no part of the name: a name is low in cardinality.
  fetch_response: {
    subject: undefined,
    metrics: 'operation',
    prompted: false,
    timesChunks: false,
    content: 'span',
  },
}
