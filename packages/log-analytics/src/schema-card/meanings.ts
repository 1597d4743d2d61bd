import { calls } from './meanings/calls.ts'
import { content } from './meanings/content.ts'
import { conversations } from './meanings/conversations.ts'
import { cost, prices } from './meanings/cost.ts'
import { evaluations } from './meanings/evaluations.ts'
import type { Meanings } from './meanings/shared.ts'
import { trace } from './meanings/trace.ts'
import { versions } from './meanings/versions.ts'

/** Function → column → its meaning. */
export const meanings: Readonly<Record<string, Meanings>> = {
  LLMCalls: calls,
  LLMContent: content,
  LLMConversations: conversations,
  LLMCost: cost,
  LLMEvaluations: evaluations,
  LLMPrices: prices,
  LLMTrace: trace,
  LLMVersions: versions,
}
