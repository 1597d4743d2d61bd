import { recordEvaluation } from '@kansoku/core'

import type { HandbookDocument } from '../data/handbook-document.ts'

export interface Citations {
  /** The documents that an answer names, in its order, each once. */
  readonly cited: readonly HandbookDocument[]
  /** Ids in brackets that are of no document that the answer was given: made up. */
  readonly unknown: readonly string[]
}

/** `[leave-en]`, as the prompt of the answer asks for it. */
const CITATION = /\[([a-z]+-[a-z]{2})\]/gu

export function citationsIn(text: string, documents: readonly HandbookDocument[]): Citations {
  const ids = [...new Set([...text.matchAll(CITATION)].map(([, id = '']) => id))]
  const given = new Map<string, HandbookDocument>(documents.map((each) => [each.id, each]))
  return {
    cited: ids.flatMap((id) => given.get(id) ?? []),
    unknown: ids.filter((id) => !given.has(id)),
  }
}

/** Judges an answer that was given documents: the result belongs to the call with this response. */
export function recordCitations(responseId: string, { cited, unknown }: Citations): void {
  const result =
    unknown.length > 0
      ? { score: 0, label: 'not given', explanation: `cites ${unknown.join(', ')}` }
      : { score: Number(cited.length > 0), label: cited.length > 0 ? 'cited' : 'none' }
  recordEvaluation({
    responseId,
    name: 'citations',
    evaluator: { name: 'citations', kind: 'code' },
    ...result,
  })
}
