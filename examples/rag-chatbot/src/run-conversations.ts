import type { Conversation } from '../data/conversations.ts'
import { ask, type Chatbot, startConversation } from './chatbot.ts'

/** What happened in all conversations so far. */
export interface RunTotals {
  conversations: number
  turns: number
  searches: number
  /** Turns that ended in an apology, by the reason. */
  failures: Record<string, number>
}

/** Turns. The played model's faults fail one turn in some thirty: nine of nine is no bad luck. */
const GIVE_UP_AFTER = 9

/** Runs the conversations, `concurrency` at a time, and calls `onDone` after each. Stops early where every call fails. */
export async function runConversations(
  chatbot: Chatbot,
  conversations: readonly Conversation[],
  concurrency: number,
  onDone: (totals: Readonly<RunTotals>) => void,
): Promise<RunTotals> {
  const totals: RunTotals = { conversations: 0, turns: 0, searches: 0, failures: {} }
  const waiting = conversations.values()

  async function worker(): Promise<void> {
    for (const conversation of waiting) {
      if (nothingWorks(totals)) break
      // oxlint-disable-next-line no-await-in-loop -- a worker holds one conversation at a time
      await runConversation(chatbot, conversation, totals)
      totals.conversations += 1
      onDone(totals)
    }
  }

  await Promise.all(Array.from({ length: concurrency }, worker))
  return totals
}

/** Turns that ended in an apology, whatever the reason. */
export function failedTurns({ failures }: Readonly<RunTotals>): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0)
}

/** A wrong key fails every call: no use to ask a hundred times more. */
function nothingWorks(totals: RunTotals): boolean {
  return totals.turns >= GIVE_UP_AFTER && failedTurns(totals) === totals.turns
}

async function runConversation(
  chatbot: Chatbot,
  conversation: Conversation,
  totals: RunTotals,
): Promise<void> {
  let state = startConversation(conversation.id)
  for (const { question } of conversation.turns) {
    // oxlint-disable-next-line no-await-in-loop -- a turn builds on the one before
    const next = await ask(chatbot, state, question)
    state = next.state
    totals.turns += 1
    if (next.reply.searched) totals.searches += 1
    const { failure } = next.reply
    if (failure !== undefined) totals.failures[failure] = (totals.failures[failure] ?? 0) + 1
  }
}
