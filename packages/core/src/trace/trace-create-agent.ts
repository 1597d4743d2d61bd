import * as semconv from '../semconv.ts'
import { type AttributeTable, attributesOf, type Server, serverAttributes } from './attributes.ts'
import { conversationContent, type InstructionContent } from './conversation-content.ts'
import { type Trace, traced } from './traced.ts'

/** How a service knows an agent. */
export interface AgentIdentity {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly version?: string | undefined
  readonly description?: string | undefined
}

/** What {@link traceCreateAgent} is told: whose service, and what it is asked for. */
export interface CreateAgentTraceOptions extends AgentIdentity {
  /** Whose service it is: `gen_ai.provider.name`. */
  readonly provider: string
  /** The model that the agent shall use. */
  readonly model?: string | undefined
  readonly server?: Server | undefined
  /** Content: recorded only where it is captured. */
  readonly instructions?: InstructionContent | undefined
}

/** What only the function knows of the new agent. After the end it takes nothing more. */
export interface CreateAgentHandle {
  /** What the service made of it: the id that it gave, most of all. */
  readonly setAgent: (agent: Omit<AgentIdentity, 'name'>) => void
}

const AGENT: AttributeTable<Omit<AgentIdentity, 'name'>> = {
  id: semconv.ATTR_GEN_AI_AGENT_ID,
  version: semconv.ATTR_GEN_AI_AGENT_VERSION,
  description: semconv.ATTR_GEN_AI_AGENT_DESCRIPTION,
}
const REQUEST: AttributeTable<Omit<CreateAgentTraceOptions, 'server' | 'instructions'>> = {
  ...AGENT,
  name: semconv.ATTR_GEN_AI_AGENT_NAME,
  provider: semconv.ATTR_GEN_AI_PROVIDER_NAME,
  model: semconv.ATTR_GEN_AI_REQUEST_MODEL,
}

/**
 * Records that an agent is created at a service. An agent that is an object in this process is not created in this sense.
 *
 * @example
 * ```ts
 * await traceCreateAgent({ provider: 'azure.ai.inference', name: 'support', model: 'gpt-4o' }, async (created) => {
 *   const agent = await client.agents.create(definition)
 *   created.setAgent({ id: agent.id })
 *   return agent
 * })
 * ```
 */
export const traceCreateAgent: Trace<CreateAgentTraceOptions, CreateAgentHandle> = traced({
  start: (options) => ({
    name: 'create_agent',
    attributes: { ...attributesOf(REQUEST, options), ...serverAttributes(options.server) },
    content: () => conversationContent({ instructions: options.instructions }),
  }),
  handle: ({ set }) => ({ setAgent: (agent) => set(AGENT, agent) }),
})
