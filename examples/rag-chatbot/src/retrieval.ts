import MiniSearch from 'minisearch'

import type { HandbookDocument } from '../data/handbook-document.ts'
import { words } from './words.ts'

/** Finds the documents that fit a question best, best first. */
export type Search = (question: string) => readonly HandbookDocument[]

/** An in-memory index over `documents`. Finds at most `limit` of them. */
export function createSearch(documents: readonly HandbookDocument[], limit = 2): Search {
  const byId = new Map(documents.map((document) => [document.id, document]))
  const index = new MiniSearch<HandbookDocument>({
    fields: ['title', 'text'],
    tokenize: words,
    // `words` has normalised them already.
    processTerm: (term) => term,
    searchOptions: { boost: { title: 3 } },
  })
  index.addAll(documents)
  return (question) =>
    index
      .search(question)
      .slice(0, limit)
      .flatMap(({ id }) => byId.get(id as HandbookDocument['id']) ?? [])
}
