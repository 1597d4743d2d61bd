import { type Arbitrary, boolean, constantFrom, oneof, record } from 'fast-check'

import type { Answer } from './answers.ts'
import { chatAnswers, completionsAnswers, embeddingsAnswers } from './chat.ts'
import { deliveries, type Delivery } from './delivery.ts'
import { responsesAnswers } from './responses.ts'

export type ApiName = 'chat' | 'responses' | 'embeddings' | 'completions'

/** How the application takes what comes. */
export const WAYS = {
  plain: ['await', 'await twice', 'withResponse', 'asResponse', 'parse'],
  streamed: ['for await', 'break', 'tee', 'readable', 'withResponse'],
} as const
export type Way = (typeof WAYS)['plain' | 'streamed'][number]

/** One call: what the API answers, what becomes of it on its way, and how the application reads it. */
export interface Case {
  readonly api: ApiName
  readonly answer: Answer
  readonly delivery: Delivery
  readonly way: Way
  readonly captures: boolean
  /** Whether a contract judges the output. */
  readonly judged: boolean
}

function casesOf(api: ApiName, answers: Arbitrary<Answer>): Arbitrary<Case> {
  return answers.chain((answer) =>
    record<Case>({
      api: constantFrom(api),
      answer: constantFrom(answer),
      delivery: deliveries,
      way: constantFrom(...(answer.events ? WAYS.streamed : WAYS.plain)),
      captures: boolean(),
      judged: boolean(),
    }),
  )
}

export const cases: Arbitrary<Case> = oneof(
  { weight: 4, arbitrary: casesOf('chat', chatAnswers) },
  { weight: 4, arbitrary: casesOf('responses', responsesAnswers) },
  { weight: 1, arbitrary: casesOf('completions', completionsAnswers) },
  { weight: 1, arbitrary: casesOf('embeddings', embeddingsAnswers) },
)
