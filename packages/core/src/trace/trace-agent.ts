import type { ToolDefinition } from '../content/messages.ts'
import { guard } from '../guard.ts'
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
import { MODEL_REQUEST, type ModelRequest } from './model-request.ts'
import type { Notes } from './traced-call.ts'
import { type Trace, traced } from './traced.ts'
import { TOKEN_BREAKDOWN, TOKEN_TOTALS, type TokenBreakdown, type TokenTotals } from './usage.ts'

interface AgentInvocation extends ModelRequest, ConversationContent {
  /** The agent's name: low in cardinality, part of the span's name. */
  readonly name?: string | undefined
  readonly description?: string | undefined
  /** Only where the agent is tied to one model. */
  readonly model?: string | undefined
  /** What the agent draws its knowledge from. */
  readonly dataSourceId?: string | undefined
  /** Recorded as `gen_ai.conversation.id`, also on what happens inside. Only a real id. */
  readonly conversationId?: string | undefined
}

/** An agent whose loop runs in this process. */
export interface LocalAgentOptions extends AgentInvocation {
  /** @defaultValue `'in-process'` */
  readonly kind?: 'in-process' | undefined
}

/** An agent that a service hosts. */
export interface RemoteAgentOptions extends AgentInvocation {
  readonly kind: 'remote'
  /** Whose service it is: `gen_ai.provider.name`. */
  readonly provider: string
  readonly server?: Server | undefined
  /** The id that the service knows it by; never one that lives only in memory. */
  readonly id?: string | undefined
  readonly version?: string | undefined
  /** The response that this invocation goes on from. */
  readonly previousResponseId?: string | undefined
}

/** What {@link traceAgent} is told; `kind` says where the loop runs. */
export type AgentTraceOptions = LocalAgentOptions | RemoteAgentOptions

/** What only the function knows of the invocation. After the end it takes nothing more. */
export interface AgentHandle<Usage extends TokenTotals = TokenTotals> {
  /** Why the agent stopped. @defaultValue the reasons of its last inference */
  readonly setResponse: (answer: { readonly finishReasons?: readonly string[] | undefined }) => void
  /** In the place of the sum of the agent's own inferences, which is recorded otherwise. */
  readonly setUsage: (usage: Usage) => void
  /** Content: recorded only where it is captured. */
  readonly setInstructions: (instructions: InstructionContent) => void
  /** Content: recorded only where it is captured. */
  readonly setInput: (input: MessageContent) => void
  /** Content: recorded only where it is captured. */
  readonly setTools: (tools: readonly ToolDefinition[]) => void
  /** Content: recorded only where it is captured. Needless where the function returns the text itself. */
  readonly setOutput: (output: MessageContent) => void
}

type Request = Omit<AgentInvocation, 'conversationId' | keyof ConversationContent>
const LOCAL_REQUEST: AttributeTable<Request> = {
  ...MODEL_REQUEST,
  name: semconv.ATTR_GEN_AI_AGENT_NAME,
  description: semconv.ATTR_GEN_AI_AGENT_DESCRIPTION,
  model: semconv.ATTR_GEN_AI_REQUEST_MODEL,
  dataSourceId: semconv.ATTR_GEN_AI_DATA_SOURCE_ID,
}
const REMOTE_REQUEST: AttributeTable<
  Request & Pick<RemoteAgentOptions, 'provider' | 'id' | 'version' | 'previousResponseId'>
> = {
  ...LOCAL_REQUEST,
  provider: semconv.ATTR_GEN_AI_PROVIDER_NAME,
  id: semconv.ATTR_GEN_AI_AGENT_ID,
  version: semconv.ATTR_GEN_AI_AGENT_VERSION,
  previousResponseId: semconv.ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID,
}
const ANSWER = { finishReasons: semconv.ATTR_GEN_AI_RESPONSE_FINISH_REASONS }

function handle(
  usageTable: Readonly<Record<string, string>>,
): (notes: Notes) => AgentHandle<TokenBreakdown> {
  return ({ keep, set }) => ({
    setResponse: (answer) => set(ANSWER, answer),
    setUsage: (usage) => set(usageTable, usage as Readonly<Record<string, unknown>>),
    setInstructions: (instructions) => keep(() => conversationContent({ instructions })),
    setInput: (input) => keep(() => conversationContent({ input })),
    setTools: (tools) => keep(() => conversationContent({ tools })),
    setOutput: (output) => keep(() => outputContent(output)),
  })
}

const local: Trace<LocalAgentOptions, AgentHandle> = traced({
  conversationId: (options) => options.conversationId,
  start: (options) => ({
    name: 'invoke_agent',
    attributes: attributesOf(LOCAL_REQUEST, options),
    inProcess: true,
    content: () => conversationContent(options),
  }),
  handle: handle(TOKEN_TOTALS),
  result: textResult,
})

const remote: Trace<RemoteAgentOptions, AgentHandle<TokenBreakdown>> = traced({
  conversationId: (options) => options.conversationId,
  start: (options) => ({
    name: 'invoke_agent',
    attributes: { ...attributesOf(REMOTE_REQUEST, options), ...serverAttributes(options.server) },
    content: () => conversationContent(options),
  }),
  handle: handle(TOKEN_BREAKDOWN),
  result: textResult,
})

/**
 * Records one invocation of an agent: of a loop in this process, or with `kind: 'remote'` of a service's agent.
 *
 * Everything inside is part of it. Its own inferences, instrumented ones among them, and its own tools are counted on
 * it, their tokens summed; those of an agent that it calls are that one's, so that a tree of agents counts each once.
 *
 * @example
 * ```ts
 * const answer = await traceAgent({ name: 'support', conversationId }, async () => {
 *   const plan = await client.chat.completions.create(params)
 *   const found = await traceTool({ name: 'search' }, () => search(plan))
 *   return answerWith(found)
 * })
 * ```
 */
export function traceAgent<R>(
  options: RemoteAgentOptions,
  fn: (agent: AgentHandle<TokenBreakdown>) => R,
): R
export function traceAgent<R>(options: LocalAgentOptions, fn: (agent: AgentHandle) => R): R
export function traceAgent<R>(
  options: AgentTraceOptions,
  fn: (agent: AgentHandle<TokenBreakdown>) => R,
): R {
  // JavaScript callers may give anything, and their function runs all the same.
  return guard('reading options', () => isRemote(options)) === true
    ? remote(options as RemoteAgentOptions, fn)
    : local(options as LocalAgentOptions, fn)
}

function isRemote(options: AgentTraceOptions | undefined): boolean {
  return options?.kind === 'remote'
}
