import * as semconv from '../semconv.ts'
import { attributesOf } from './attributes.ts'
import {
  conversationContent,
  type MessageContent,
  outputContent,
  textResult,
} from './conversation-content.ts'
import { type Trace, traced } from './traced.ts'

/** What {@link traceWorkflow} is told. */
export interface WorkflowTraceOptions {
  /** The application's own name for it: low in cardinality, part of the span's name. */
  readonly name?: string | undefined
  /** Recorded as `gen_ai.conversation.id`, also on what happens inside. Only a real id. */
  readonly conversationId?: string | undefined
  /** Content: recorded only where it is captured. */
  readonly input?: MessageContent | undefined
}

/** What only the function knows of the run. After the end it takes nothing more. */
export interface WorkflowHandle {
  /** Content: recorded only where it is captured. */
  readonly setInput: (input: MessageContent) => void
  /** Content: recorded only where it is captured. Needless where the function returns the text itself. */
  readonly setOutput: (output: MessageContent) => void
}

const REQUEST = { name: semconv.ATTR_GEN_AI_WORKFLOW_NAME }

/**
 * Records a run of several steps or agents that the application holds together.
 *
 * @example
 * ```ts
 * await traceWorkflow({ name: 'triage' }, async () => route(await classify(ticket)))
 * ```
 */
export const traceWorkflow: Trace<WorkflowTraceOptions, WorkflowHandle> = traced({
  conversationId: (options) => options.conversationId,
  start: (options) => ({
    name: 'invoke_workflow',
    attributes: attributesOf(REQUEST, { name: options.name }),
    content: () => conversationContent({ input: options.input }),
  }),
  handle: ({ keep }) => ({
    setInput: (input) => keep(() => conversationContent({ input })),
    setOutput: (output) => keep(() => outputContent(output)),
  }),
  result: textResult,
})
