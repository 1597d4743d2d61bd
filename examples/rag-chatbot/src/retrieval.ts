import MiniSearch from 'minisearch'

import type { HandbookDocument } from '../data/handbook-document.ts'
import { words } from './words.ts'

/**
 * What the index has for a question, beside the model's decision: `nothing`, something `at hand` already (or no better
 * elsewhere), or clearly `another page`.
 */
export type Evidence = 'nothing' | 'at hand' | 'another page'

export interface Search {
  /** The documents that fit a question best, best first. */
  readonly find: (question: string) => readonly HandbookDocument[]
  readonly evidence: (question: string, atHand: readonly HandbookDocument[]) => Evidence
}

/**
 * A page that is about the question scores above this. Of the example's questions, those that need a page reach 17 to
 * 334 (one in ten less than 50), small talk at most 44.
 */
const CLEARLY = 45

/** An in-memory index over `documents`. Finds at most `limit` of them. */
export function createSearch(documents: readonly HandbookDocument[], limit = 2): Search {
  const byId = new Map<string, HandbookDocument>(documents.map((each) => [each.id, each]))
  const index = new MiniSearch<HandbookDocument>({
    fields: ['title', 'text'],
    tokenize: words,
    // `words` has normalised them already.
    processTerm: (term) => term,
    searchOptions: { boost: { title: 3 } },
  })
  index.addAll(documents)
  const ranked = (question: string): { id: string; score: number }[] =>
    index.search(question).map(({ id, score }) => ({ id: String(id), score }))

  return {
    find: (question) =>
      ranked(question)
        .slice(0, limit)
        .flatMap(({ id }) => byId.get(id) ?? []),
    evidence: (question, atHand) => {
      const [best] = ranked(question)
      if (best !== undefined && atHand.some(({ id }) => id === best.id)) return 'at hand'
      return best !== undefined && best.score >= CLEARLY ? 'another page' : 'nothing'
    },
  }
}
