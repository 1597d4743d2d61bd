import { traceAgent, traceRetrieval, traceTool, withMetadata } from '@kansoku/core'
import type OpenAI from 'openai'

import type { HandbookDocument } from '../data/handbook-document.ts'
import { citationsIn, recordCitations } from './citations.ts'
import {
  answer,
  answerMessages,
  type History,
  type Message,
  searchDecisionMessages,
} from './prompts.ts'
import type { Search } from './retrieval.ts'
import type { SearchDecision } from './search-decision.ts'

export interface Chatbot {
  readonly client: OpenAI
  readonly model: string
  readonly search: Search
  readonly searchDecision: SearchDecision
}

/** What the chatbot remembers of a conversation. Each turn gives the next state. */
export interface ConversationState {
  readonly id: string
  readonly turn: number
  readonly messages: History
  /** Of the last search; reused as they are until the next one. */
  readonly documents: readonly HandbookDocument[]
}

export interface Reply {
  readonly text: string
  readonly searched: boolean
  /** The documents that the text names in brackets. */
  readonly cited: readonly HandbookDocument[]
  /** Of the answer, for feedback on it. */
  readonly responseId?: string
  /** Why a call to the model failed; the text is an apology then. */
  readonly failure?: string
}

export function startConversation(id: string): ConversationState {
  return { id, turn: 0, messages: [], documents: [] }
}

/**
 * One turn, an agent's: decide whether to search, search or reuse the documents, answer.
 * `onText` receives the answer piece by piece.
 */
export async function ask(
  chatbot: Chatbot,
  before: ConversationState,
  question: string,
  onText: (piece: string) => void = () => {},
): Promise<{ reply: Reply; state: ConversationState }> {
  const turn = before.turn + 1
  const messages: Message[] = [...before.messages, { role: 'user', content: question }]
  const metadata = { turn, handbook: chatbot.search.evidence(question, before.documents) }
  let { documents } = before
  let searched = false

  const reply = await traceAgent(
    { name: 'handbook_chatbot', conversationId: before.id, input: question },
    (agent) =>
      withMetadata(metadata, async (): Promise<Reply> => {
        try {
          searched = await needsSearch(chatbot, documents, messages)
          if (searched) documents = searchHandbook(chatbot, question)
          const { responseId, text } = await streamAnswer(chatbot, documents, messages, onText)
          const citations = citationsIn(text, documents)
          if (documents.length > 0) recordCitations(responseId, citations)
          agent.setOutput(text)
          return { text, searched, cited: citations.cited, responseId }
        } catch (error) {
          const failure = error instanceof Error ? error.message : String(error)
          return { text: apology(question), searched, cited: [], failure }
        }
      }),
  )

  const said: Message = { role: 'assistant', content: reply.text }
  return { reply, state: { id: before.id, turn, messages: [...messages, said], documents } }
}

/** Anything but a clear No leads to a search: too much is better than a stale answer. */
async function needsSearch(
  chatbot: Chatbot,
  documents: readonly HandbookDocument[],
  messages: History,
): Promise<boolean> {
  return (await decideSearch(chatbot, documents, messages)) !== 'No'
}

/** What the model says, as it says it: the evaluation judges the very call that the chatbot makes. */
export async function decideSearch(
  { client, model, searchDecision }: Pick<Chatbot, 'client' | 'model' | 'searchDecision'>,
  documents: readonly HandbookDocument[],
  messages: History,
): Promise<string> {
  const completion = await searchDecision.prompt.run(() =>
    client.chat.completions.create({
      model,
      messages: searchDecisionMessages(searchDecision, documents, messages),
    }),
  )
  return completion.choices[0]?.message.content?.trim() ?? ''
}

/** The search is a tool of the chatbot, and its work a retrieval: one that another tool could do as well. */
function searchHandbook({ search }: Chatbot, query: string): readonly HandbookDocument[] {
  return traceTool({ name: 'search_handbook', type: 'datastore', arguments: { query } }, (tool) =>
    traceRetrieval({ dataSourceId: 'handbook', query }, (retrieval) => {
      const found = search.find(query)
      const ids = found.map(({ id }) => ({ id }))
      retrieval.setDocuments(ids)
      tool.setResult(ids)
      return found
    }),
  )
}

async function streamAnswer(
  { client, model }: Chatbot,
  documents: readonly HandbookDocument[],
  messages: History,
  onText: (piece: string) => void,
): Promise<{ responseId: string; text: string }> {
  const stream = await answer.run(() =>
    client.chat.completions.create({
      model,
      messages: answerMessages(documents, messages),
      stream: true,
      stream_options: { include_usage: true },
    }),
  )
  let responseId = ''
  let text = ''
  for await (const { choices, id } of stream) {
    responseId = id
    const piece = choices[0]?.delta.content ?? ''
    text += piece
    if (piece !== '') onText(piece)
  }
  return { responseId, text }
}

function apology(question: string): string {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(question)
    ? '申し訳ありません。ただいま回答できません。少し待ってからもう一度お試しください。'
    : 'I am sorry, I cannot answer right now. Please try again in a moment.'
}
