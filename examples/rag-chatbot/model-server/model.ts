import { createHash } from 'node:crypto'

import { type Chance, createChance } from './chance.ts'
import type { ChatRequest } from './chat-request.ts'
import type { Completion } from './completion.ts'
import { composeAnswer } from './compose-answer.ts'
import { decide } from './decide.ts'
import { type Latency, latencyOf } from './latency.ts'
import type { Rates } from './rates.ts'
import type { PromptView } from './read-prompt.ts'
import { usageOf } from './usage.ts'
import { rateLimited, unknownModel } from './wire-error.ts'

/** Alias → the dated model that answers, as the API reports it. */
const MODELS: Readonly<Record<string, string>> = {
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-4.1-mini-2025-04-14': 'gpt-4.1-mini-2025-04-14',
}

export interface ModelOptions {
  readonly seed: number
  readonly rates: Rates
  /** 1 answers in some tens of milliseconds, 0 at once. */
  readonly latencyScale: number
}

export interface PlayedModel {
  /** @throws WireError for an unknown model, or when the request is one of those that are refused. */
  respond(request: ChatRequest, view: PromptView): { completion: Completion; latency: Latency }
}

/** The model: what it answers depends on the request and the seed alone, never on other requests. */
export function createModel({ seed, rates, latencyScale }: ModelOptions): PlayedModel {
  const chance = createChance(seed)
  /** How often each request has come, to tell a retry from the first try. */
  const tries = new Map<string, number>()
  return {
    respond: (request, view) => {
      const model = Object.hasOwn(MODELS, request.model) ? MODELS[request.model] : undefined
      if (model === undefined) throw unknownModel(request.model)
      const content = JSON.stringify(request.messages)
      const nth = tries.get(content) ?? 0
      tries.set(content, nth + 1)
      if (nth < refusals(chance, rates, content)) throw rateLimited(request.model)
      const text =
        view.kind === 'search_decision' ? decide(view, chance, rates, content) : composeAnswer(view)
      return {
        completion: {
          id: `chatcmpl-${createHash('sha256').update(`${seed}/${nth}/${content}`).digest('base64url').slice(0, 29)}`,
          created: Math.floor(Date.now() / 1000),
          model,
          text,
          usage: usageOf(request.messages, text),
        },
        latency: latencyOf(chance, content, latencyScale),
      }
    },
  }
}

/** How many tries of this request are refused. */
function refusals(chance: Chance, rates: Rates, content: string): number {
  const draw = chance('rate-limit', content)
  if (draw < rates.rateLimited) return Number.POSITIVE_INFINITY
  return draw < rates.rateLimited + rates.rateLimitedOnce ? 1 : 0
}
