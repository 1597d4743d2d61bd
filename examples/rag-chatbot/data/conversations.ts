import { createHash } from 'node:crypto'

import { topics, type Language, type Topic } from './handbook-document.ts'
import type { QuestionTable } from './question-table.ts'
import { questionsEn } from './questions-en.ts'
import { questionsJa } from './questions-ja.ts'

/** Why a turn should, or should not, lead to a search. The first four are the checks a search decision has to pass. */
export type TurnCase =
  | 'no-search-needed'
  | 'unrelated'
  | 'related'
  | 'search-requested'
  | 'first-question'

export interface ConversationTurn {
  readonly question: string
  readonly case: TurnCase
  /** What a faultless search decision answers. */
  readonly expected: 'Yes' | 'No'
}

export interface Conversation {
  readonly id: string
  readonly language: Language
  readonly turns: readonly ConversationTurn[]
}

const EXPECTED = {
  'no-search-needed': 'No',
  unrelated: 'Yes',
  related: 'No',
  'search-requested': 'Yes',
  'first-question': 'Yes',
} as const satisfies Record<TurnCase, 'Yes' | 'No'>

/**
 * How three turns follow each other. Five shapes and twelve topics have no common divisor: all pairs come up.
 * The four that open with a question take one each of a topic's four, so no two conversations open alike.
 */
const SHAPES = [
  ['first-question', 'related', 'unrelated'],
  ['first-question', 'related', 'search-requested'],
  ['first-question', 'unrelated', 'related'],
  ['first-question', 'related', 'related'],
  ['no-search-needed', 'first-question', 'related'],
] as const satisfies readonly (readonly TurnCase[])[]

const TABLES = { en: questionsEn, ja: questionsJa } as const satisfies Record<
  Language,
  QuestionTable
>

/** Conversations before shapes, topics and languages repeat themselves. */
export const DISTINCT_CONVERSATIONS: number = SHAPES.length * topics.length * 2

/** The first `count` conversations of a seed. The seed changes the wording and the topics that follow each other. */
export function conversations(count: number, seed: number): Conversation[] {
  return Array.from({ length: count }, (_, index) => conversation(index, seed))
}

function conversation(index: number, seed: number): Conversation {
  const round = Math.floor(index / topics.length)
  const language: Language = (index + round) % 2 === 0 ? 'en' : 'ja'
  return {
    id: `conversation-${seed}-${String(index + 1).padStart(3, '0')}`,
    language,
    turns: turns(TABLES[language], index, seed),
  }
}

function turns(table: QuestionTable, index: number, seed: number): ConversationTurn[] {
  const random = pick(seed, index)
  let topic: Topic = at(topics, index)
  let followUp = random
  return at(SHAPES, index).map((kind) => {
    if (kind === 'unrelated') topic = at(topics, index + 1 + (random % (topics.length - 1)))
    const { subject, questions, followUps } = table.topics[topic]
    const question = {
      'no-search-needed': () => at(table.smallTalk, index),
      'first-question': () => at(questions, (index % SHAPES.length) + seed),
      unrelated: () => at(questions, random),
      related: () => at(followUps, followUp++),
      'search-requested': () => table.searchRequest(subject),
    }[kind]()
    return { question, case: kind, expected: EXPECTED[kind] }
  })
}

function pick(seed: number, index: number): number {
  return createHash('sha256').update(`${seed}/${index}`).digest().readUInt32BE(0)
}

/** Tables are walked in circles. */
function at<T>(table: readonly T[], index: number): T {
  return table[index % table.length] as T
}
