import { definePrompt, type Prompt } from '@kansoku/core'
import type OpenAI from 'openai'

import type { HandbookDocument } from '../data/handbook-document.ts'
import type { SearchDecision } from './search-decision.ts'

/** Answers, with citations, the question from the documents at hand. */
export const answer: Prompt = definePrompt({
  name: 'answer',
  version: 2,
  description: 'Answers from the documents of the last search',
})

export const answerInstructions = `You answer questions about the office handbook, in the language of the question and in at most three sentences.
Use only the documents below, and put the id of the document you used in brackets after it, like [leave-en]. If they do not answer the question, say so.
Answer greetings and small talk without the documents.`

export type Message = OpenAI.Chat.ChatCompletionMessageParam

/** What has been said so far; the last message is the question. */
export type History = readonly Message[]

export function searchDecisionMessages(
  { instructions }: SearchDecision,
  documents: readonly HandbookDocument[],
  history: History,
): Message[] {
  const content = `${instructions}\n\nPrevious search results:\n${asText(documents)}`
  return [{ role: 'system', content }, ...history]
}

export function answerMessages(
  documents: readonly HandbookDocument[],
  history: History,
): Message[] {
  const content = `${answerInstructions}\n\nDocuments:\n${asText(documents, ({ id, title }) => `${title} [${id}]`)}`
  return [{ role: 'system', content }, ...history]
}

function asText(
  documents: readonly HandbookDocument[],
  heading: (document: HandbookDocument) => string = ({ title }) => title,
): string {
  if (documents.length === 0) return '(none)'
  return documents.map((each) => `## ${heading(each)}\n${each.text}`).join('\n\n')
}
