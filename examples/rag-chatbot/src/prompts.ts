import { definePrompt, oneOf, type Prompt } from '@kansoku/core'
import type OpenAI from 'openai'

import type { HandbookDocument } from '../data/handbook-document.ts'

/** Decides, before each answer, whether the handbook has to be searched again. */
export const searchDecision: Prompt = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
  description: 'Search the handbook (Yes), or answer from the last search results (No)?',
})

/** Answers the question from the documents at hand. */
export const answer: Prompt = definePrompt({
  name: 'answer',
  version: 1,
  description: 'Answers from the documents of the last search',
})

export type Message = OpenAI.Chat.ChatCompletionMessageParam

/** What has been said so far; the last message is the question. */
export type History = readonly Message[]

export function searchDecisionMessages(
  documents: readonly HandbookDocument[],
  history: History,
): Message[] {
  return [
    {
      role: 'system',
      content: `You decide whether the office handbook must be searched before the last question is answered.
- A greeting, small talk or a task that needs no handbook: No.
- The question can be answered from the previous search results below: No.
- The question is about something else than the previous search results, or there are none yet: Yes.
- The user explicitly asks for a search: Yes.
Answer with exactly one word, Yes or No.

Previous search results:
${asText(documents)}`,
    },
    ...history,
  ]
}

export function answerMessages(
  documents: readonly HandbookDocument[],
  history: History,
): Message[] {
  return [
    {
      role: 'system',
      content: `You answer questions about the office handbook, in the language of the question and in at most three sentences.
Use only the documents below and name the title of the document you used. If they do not answer the question, say so.
Answer greetings and small talk without the documents.

Documents:
${asText(documents)}`,
    },
    ...history,
  ]
}

function asText(documents: readonly HandbookDocument[]): string {
  if (documents.length === 0) return '(none)'
  return documents.map(({ title, text }) => `## ${title}\n${text}`).join('\n\n')
}
