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

/** Runs the conversations, `concurrency` at a time, and calls `onDone` after each. */
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
      // oxlint-disable-next-line no-await-in-loop -- a worker holds one conversation at a time
      await runConversation(chatbot, conversation, totals)
      totals.conversations += 1
      onDone(totals)
    }
  }

  await Promise.all(Array.from({ length: concurrency }, worker))
  return totals
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
