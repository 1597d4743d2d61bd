import type { Content } from '../content/apply-content-policy.ts'
import * as semconv from '../semconv.ts'
import { type AttributeTable, attributesOf } from './attributes.ts'
import { asObject } from './plain-content.ts'
import { type Trace, traced } from './traced.ts'

/** What {@link traceTool} is told: which tool, and what it is called with. */
export interface ToolTraceOptions {
  readonly name: string
  /**
   * `function`: code of the application. `extension`: code on the agent's side that calls an API. `datastore`: a search.
   */
  readonly type?: 'function' | 'extension' | 'datastore' | undefined
  readonly description?: string | undefined
  /** The id that the model gave this call. */
  readonly callId?: string | undefined
  /** Content: recorded only where it is captured. An object, or JSON of one; anything else is recorded as `{ value }`. */
  readonly arguments?: unknown
  /** The agent that the tool works for. @defaultValue the name of the agent that it runs inside of */
  readonly agentName?: string | undefined
  /** Recorded as `gen_ai.conversation.id`, also on what happens inside. Only a real id. */
  readonly conversationId?: string | undefined
}

/** What only the function knows of its run. After the end it takes nothing more. */
export interface ToolHandle {
  /** Content: recorded only where it is captured. */
  readonly setArguments: (value: unknown) => void
  /** Content: recorded only where it is captured. Needless where the function returns it. */
  readonly setResult: (value: unknown) => void
}

const REQUEST: AttributeTable<Omit<ToolTraceOptions, 'arguments' | 'conversationId'>> = {
  name: semconv.ATTR_GEN_AI_TOOL_NAME,
  type: semconv.ATTR_GEN_AI_TOOL_TYPE,
  description: semconv.ATTR_GEN_AI_TOOL_DESCRIPTION,
  callId: semconv.ATTR_GEN_AI_TOOL_CALL_ID,
  agentName: semconv.ATTR_GEN_AI_AGENT_NAME,
}

/**
 * Records that the application runs a tool. A model that merely asks for one has run none.
 *
 * @example
 * ```ts
 * const weather = await traceTool({ name: 'get_weather', callId: call.id, arguments: call.arguments }, () =>
 *   getWeather(JSON.parse(call.arguments)),
 * )
 * ```
 */
export const traceTool: Trace<ToolTraceOptions, ToolHandle> = traced({
  conversationId: (options) => options.conversationId,
  start: (options) => ({
    name: 'execute_tool',
    attributes: attributesOf(REQUEST, options),
    content: () => toolArguments(options.arguments),
  }),
  handle: ({ keep }) => ({
    setArguments: (value) => keep(() => toolArguments(value)),
    setResult: (value) => keep(() => toolResult(value)),
  }),
  result: toolResult,
})

function toolArguments(value: unknown): Content {
  return { [semconv.ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: asObject(value) }
}

function toolResult(value: unknown): Content {
  return { [semconv.ATTR_GEN_AI_TOOL_CALL_RESULT]: asObject(value) }
}
