import * as semconv from '../semconv.ts'
import { attributesOf } from './attributes.ts'
import { type Trace, traced } from './traced.ts'

/** What {@link tracePlan} is told. */
export interface PlanTraceOptions {
  /** The agent that plans. @defaultValue the name of the agent that it happens inside of */
  readonly agentName?: string | undefined
}

const REQUEST = { agentName: semconv.ATTR_GEN_AI_AGENT_NAME }

/**
 * Records that an agent makes a plan before it acts. The inferences that it takes are recorded inside.
 *
 * @example
 * ```ts
 * const steps = await tracePlan({}, () => askForSteps(task))
 * ```
 */
export const tracePlan: Trace<PlanTraceOptions, void> = traced({
  start: (options) => ({ name: 'plan', attributes: attributesOf(REQUEST, options) }),
  handle: () => undefined,
})
