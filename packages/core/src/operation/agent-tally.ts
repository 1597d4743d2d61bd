import { type Attributes, type Context, createContextKey } from '@opentelemetry/api'

import { ATTR_GEN_AI_RESPONSE_FINISH_REASONS } from '../semconv.ts'
import type { OperationKind } from './operation-kinds.ts'

/**
 * What an agent did itself while it ran. The calls of an agent that it calls are that one's own, so that each call and
 * each token is counted once in a tree of agents (`docs/gen-ai/gen-ai-metrics.md`, `gen_ai.invoke_agent.inference_calls`).
 */
export interface AgentTally {
  readonly agentName: string | undefined
  /** Ended calls, failed ones among them. */
  readonly calls: { inference: number; tool: number }
  /** Sums of the usage attributes that the agent's span may have. */
  readonly usage: Map<string, number>
  /** Why the last inference stopped: the agent's answer is that inference's. */
  finishReasons: Attributes[string]
}

const KEY = createContextKey('kansoku.agent')

export function newTally(agentName: unknown): AgentTally {
  return {
    agentName: typeof agentName === 'string' ? agentName : undefined,
    calls: { inference: 0, tool: 0 },
    usage: new Map(),
    finishReasons: undefined,
  }
}

/** The nearest agent that `at` is inside of. */
export function agentTallyOf(at: Context): AgentTally | undefined {
  return at.getValue(KEY) as AgentTally | undefined
}

export function withAgentTally(at: Context, tally: AgentTally): Context {
  return at.setValue(KEY, tally)
}

/** An operation inside the agent ended with these attributes. */
export function count(
  tally: AgentTally,
  countedAs: NonNullable<OperationKind['countedAs']>,
  attributes: Attributes,
): void {
  tally.calls[countedAs] += 1
  if (countedAs !== 'inference') return
  for (const key in attributes) {
    const value = attributes[key]
    if (typeof value === 'number' && value < Infinity && key.startsWith('gen_ai.usage.'))
      tally.usage.set(key, (tally.usage.get(key) ?? 0) + value)
  }
  tally.finishReasons = attributes[ATTR_GEN_AI_RESPONSE_FINISH_REASONS]
}

/** What the agent's own span takes from its inferences. What the application says itself comes before it, as a whole. */
export function tallyAttributes(
  tally: AgentTally,
  sums: readonly string[],
  own: Attributes,
  failed: boolean,
): Attributes {
  const attributes: Attributes = {}
  if (!sums.some((key) => own[key] !== undefined))
    for (const key of sums) {
      const sum = tally.usage.get(key)
      if (sum !== undefined) attributes[key] = sum
    }
  // An agent that failed after its last inference did not end for that one's reason.
  if (!failed && tally.finishReasons !== undefined)
    attributes[ATTR_GEN_AI_RESPONSE_FINISH_REASONS] = tally.finishReasons
  return attributes
}
