import { SpanKind } from '@opentelemetry/api'

import type { ContextShare } from '../context/call-context.ts'
import * as semconv from '../semconv.ts'
import type { Instruments } from './instruments.ts'

/** What the conventions want of one type of span (`docs/gen-ai/gen-ai-spans.md`, `gen-ai-agent-spans.md`, `gen-ai-metrics.md`). */
export interface OperationKind {
  readonly spanKind: SpanKind
  /** The attribute that follows the operation in the span's name, where there is one. */
  readonly subject: string | undefined
  /** Inferences, tools, agents and workflows have metrics of their own, and are not counted among the others as well. */
  readonly metrics: keyof Instruments
  /** What of the call's context belongs on the span; metadata always does. A contract judges only what has a prompt. */
  readonly context: ContextShare
  /** Whether the chunks of a stream are timed. */
  readonly timesChunks: boolean
  /** Where content may go at most: the details event is for inferences only, embeddings have no content at all. */
  readonly content: 'span_and_event' | 'span' | 'none'
  /** What the agent that it happens in counts it as. */
  readonly countedAs: 'inference' | 'tool' | undefined
  /** For agents: the usage of their inferences that may stand on their own span, summed. */
  readonly sums: readonly string[] | undefined
  /** Whether the name of the agent that it happens in belongs on the span. */
  readonly namesAgent: boolean
}

const OTHER: OperationKind = {
  spanKind: SpanKind.CLIENT,
  subject: undefined,
  metrics: 'operation',
  context: 'metadata',
  timesChunks: false,
  content: 'span',
  countedAs: undefined,
  sums: undefined,
  namesAgent: false,
}
const INFERENCE: OperationKind = {
  ...OTHER,
  subject: semconv.ATTR_GEN_AI_REQUEST_MODEL,
  metrics: 'inference',
  context: 'prompt',
  timesChunks: true,
  content: 'span_and_event',
  countedAs: 'inference',
}
const REMOTE_AGENT: OperationKind = {
  ...OTHER,
  subject: semconv.ATTR_GEN_AI_AGENT_NAME,
  context: 'conversation',
  sums: [
    semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS,
    semconv.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  ],
}

/** Every operation that can be recorded: a value of `gen_ai.operation.name`. */
export type OperationName =
  | 'chat'
  | 'generate_content'
  | 'text_completion'
  | 'embeddings'
  | 'fetch_response'
  | 'retrieval'
  | 'execute_tool'
  | 'create_agent'
  | 'invoke_agent'
  | 'invoke_workflow'
  | 'plan'
  | MemoryOperation

/** The operations on a memory that `traceMemory` records. */
export type MemoryOperation =
  | 'search_memory'
  | 'create_memory'
  | 'update_memory'
  | 'upsert_memory'
  | 'delete_memory'
  | 'create_memory_store'
  | 'delete_memory_store'

export const OPERATIONS: Readonly<Record<OperationName, OperationKind>> = {
  chat: INFERENCE,
  generate_content: INFERENCE,
  text_completion: INFERENCE,
  embeddings: { ...OTHER, subject: semconv.ATTR_GEN_AI_REQUEST_MODEL, content: 'none' },
  // The id of the response is no part of the name: a name is low in cardinality.
  fetch_response: OTHER,
  retrieval: { ...OTHER, subject: semconv.ATTR_GEN_AI_DATA_SOURCE_ID },
  create_agent: { ...OTHER, subject: semconv.ATTR_GEN_AI_AGENT_NAME },
  invoke_agent: REMOTE_AGENT,
  search_memory: OTHER,
  create_memory: OTHER,
  update_memory: OTHER,
  upsert_memory: OTHER,
  delete_memory: OTHER,
  create_memory_store: OTHER,
  delete_memory_store: OTHER,
  execute_tool: {
    ...OTHER,
    spanKind: SpanKind.INTERNAL,
    subject: semconv.ATTR_GEN_AI_TOOL_NAME,
    metrics: 'tool',
    context: 'conversation',
    countedAs: 'tool',
    namesAgent: true,
  },
  invoke_workflow: {
    ...OTHER,
    spanKind: SpanKind.INTERNAL,
    subject: semconv.ATTR_GEN_AI_WORKFLOW_NAME,
    metrics: 'workflow',
    context: 'conversation',
  },
  plan: {
    ...OTHER,
    spanKind: SpanKind.INTERNAL,
    subject: semconv.ATTR_GEN_AI_AGENT_NAME,
    metrics: 'none',
    content: 'none',
    namesAgent: true,
  },
}

const inProcess = (kind: OperationKind): OperationKind => ({ ...kind, spanKind: SpanKind.INTERNAL })
const LOCAL_INFERENCE = inProcess(INFERENCE)
const LOCAL_MEMORY = inProcess(OTHER)

/** The same operations where no other process is asked. An agent that runs here is a type of span of its own. */
const IN_PROCESS: Readonly<Partial<Record<OperationName, OperationKind>>> = {
  chat: LOCAL_INFERENCE,
  generate_content: LOCAL_INFERENCE,
  text_completion: LOCAL_INFERENCE,
  invoke_agent: {
    ...inProcess(REMOTE_AGENT),
    metrics: 'agent',
    sums: [semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS, semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS],
  },
  search_memory: LOCAL_MEMORY,
  create_memory: LOCAL_MEMORY,
  update_memory: LOCAL_MEMORY,
  upsert_memory: LOCAL_MEMORY,
  delete_memory: LOCAL_MEMORY,
  create_memory_store: LOCAL_MEMORY,
  delete_memory_store: LOCAL_MEMORY,
}

export function operationKind(name: OperationName, local: boolean): OperationKind {
  return (local ? IN_PROCESS[name] : undefined) ?? OPERATIONS[name]
}
