import { definePrompt, oneOf, type Prompt } from '@kansoku/core'

import { ConfigurationError } from './model.ts'

/** One version of the prompt that decides, before each answer, whether the handbook has to be searched again. */
export interface SearchDecision {
  readonly prompt: Prompt
  /** The instructions, without the search results that follow them. */
  readonly instructions: string
}

const TASK =
  'You decide whether the office handbook must be searched before the last question is answered.'

/**
 * Version 1 is what the loop starts from. It weighs every question against the search results alone, so that a third
 * question about the same subject is searched again, and it does not say how the word is to be written.
 */
const VERSION_1 = `${TASK}
- A greeting, small talk or a task that needs no handbook: No.
- The question can be answered from the previous search results below: No.
- The question is about something else than the previous search results, or there are none yet: Yes.
- The user explicitly asks for a search: Yes.
Answer Yes or No.`

/** Says what version 1 leaves open. */
const VERSION_2 = `${TASK}
- The user explicitly asks for a search: Yes, always.
- A greeting, small talk, or a task that needs no handbook, such as a translation or a sum: No.
- There are no search results below yet: Yes.
- The question goes on about the same subject as the one before ("it", "that", "those", "and ..."): No, however long the conversation is.
- The question turns to another subject: Yes.
Answer with exactly one word, Yes or No, in English, whatever the language of the question, without a full stop.`

/** Version 2 in fewer words: cheaper, and no better. */
const VERSION_3 = `${TASK}
Yes: the user asks for a search, there are no search results below yet, or the question turns to another subject.
No: a greeting, small talk, a task without the handbook, or a question about the same subject as the one before.
Answer with exactly one word, Yes or No.`

/** Version 2, made to save searches: it misses those that are needed. The gate stops it. */
const VERSION_4 = `${TASK} A search is slow and costs money.
- A greeting, small talk, or a task that needs no handbook, such as a translation or a sum: No.
- There are no search results below yet: Yes.
- The question goes on about the same subject as the one before ("it", "that", "those", "and ..."): No, however long the conversation is.
- When in doubt: No.
Answer with exactly one word, Yes or No, in English, whatever the language of the question, without a full stop.`

const TEXTS = { 1: VERSION_1, 2: VERSION_2, 3: VERSION_3, 4: VERSION_4 } as const

export const searchDecisions: readonly SearchDecision[] = Object.entries(TEXTS).map(
  ([version, instructions]) => ({
    prompt: definePrompt({
      name: 'search_decision',
      version: Number(version),
      output: oneOf('Yes', 'No'),
      description: 'Search the handbook (Yes), or answer from the last search results (No)?',
    }),
    instructions,
  }),
)

/** What is deployed unless the environment says otherwise. */
const DEPLOYED = '2'

/**
 * The version that `SEARCH_DECISION_VERSION` names; 2 without it.
 *
 * @throws ConfigurationError when there is no such version
 */
export function searchDecisionFromEnvironment(env: NodeJS.ProcessEnv): SearchDecision {
  const wanted = env['SEARCH_DECISION_VERSION'] || DEPLOYED
  const found = searchDecisions.find(({ prompt }) => String(prompt.version) === wanted)
  if (found !== undefined) return found
  const versions = searchDecisions.map(({ prompt }) => prompt.version).join(', ')
  throw new ConfigurationError(
    `SEARCH_DECISION_VERSION must be one of ${versions}, not "${wanted}".`,
  )
}
