import { randomUUID } from 'node:crypto'

import { type ConversationState, startConversation } from '../src/chatbot.ts'
import { HttpError } from './http-error.ts'

export interface Conversations {
  /**
   * Takes a turn of a conversation, one at a time. Without an id, a new one begins.
   *
   * @throws HttpError 404 for an unknown id, 409 while another turn of it is under way
   */
  readonly turn: <T extends { readonly state: ConversationState }>(
    id: string | undefined,
    take: (before: ConversationState) => Promise<T>,
  ) => Promise<T>
}

/** Conversations in memory: beyond `most`, the one that was quiet for the longest is forgotten. */
export function createConversations(most = 1000): Conversations {
  const states = new Map<string, ConversationState>()
  const busy = new Set<string>()

  return {
    turn: async (known, take) => {
      const id = known ?? randomUUID()
      const before = known === undefined ? startConversation(id) : states.get(known)
      if (before === undefined)
        throw new HttpError(404, 'This conversation is not known (any more): begin a new one.')
      if (busy.has(id)) throw new HttpError(409, 'The answer before is still being written.')
      busy.add(id)
      try {
        const taken = await take(before)
        states.delete(id)
        states.set(id, taken.state)
        const [oldest] = states.keys()
        if (states.size > most && oldest !== undefined) states.delete(oldest)
        return taken
      } finally {
        busy.delete(id)
      }
    },
  }
}
