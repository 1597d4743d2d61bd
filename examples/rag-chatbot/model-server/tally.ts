import type { PromptKind, PromptView } from './read-prompt.ts'
import type { Usage } from './usage.ts'

export interface TurnTally {
  readonly turn: number
  Yes: number
  No: number
  Other: number
}

export interface PromptTally {
  /** Answers that went out whole. */
  completed: number
  promptTokens: number
  completionTokens: number
  /** Requests, retries included, that were refused with an error status. */
  refused: number
}

/** The server's own count of what it answered. */
export interface Tally {
  /** The search decision's answers, by turn. */
  readonly searchDecision: readonly TurnTally[]
  readonly prompts: Readonly<Record<PromptKind, PromptTally>>
}

export interface TallyKeeper {
  readonly completed: (view: PromptView, text: string, usage: Usage) => void
  readonly refused: (kind: PromptKind) => void
  readonly read: () => Tally
}

export function createTally(): TallyKeeper {
  const turns = new Map<number, TurnTally>()
  const prompts = { search_decision: none(), answer: none(), other: none() }
  return {
    completed: (view, text, usage) => {
      const prompt = prompts[view.kind]
      prompt.completed += 1
      prompt.promptTokens += usage.prompt_tokens
      prompt.completionTokens += usage.completion_tokens
      if (view.kind !== 'search_decision') return
      const turn = view.questions.length
      const row = turns.get(turn) ?? { turn, Yes: 0, No: 0, Other: 0 }
      row[text === 'Yes' || text === 'No' ? text : 'Other'] += 1
      turns.set(turn, row)
    },
    refused: (kind) => {
      prompts[kind].refused += 1
    },
    read: () => ({
      searchDecision: Array.from(turns.values()).toSorted((a, b) => a.turn - b.turn),
      prompts,
    }),
  }
}

function none(): PromptTally {
  return { completed: 0, promptTokens: 0, completionTokens: 0, refused: 0 }
}
