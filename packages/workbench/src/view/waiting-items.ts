import type { WaitingCases } from '../confirm/waiting-cases.ts'
import type { EvaluationCase } from '../evaluations/definition.ts'

/** A case that waits, with the data set that it is of. */
export interface WaitingItem {
  readonly set: WaitingCases
  readonly case: EvaluationCase
  /** Tells it from a case of another file with the same id. */
  readonly key: string
}

/** The cases of all data sets, one after the other. */
export function waitingItems(sets: readonly WaitingCases[]): readonly WaitingItem[] {
  return sets.flatMap((set) =>
    set.waiting.map((each) => ({ set, case: each, key: `${fileName(set.file)}/${each.id}` })),
  )
}

/** What is looked at after a decision: what stands where the decided case stood, or what an undo has brought back. */
export function itemAfter(
  before: readonly WaitingItem[],
  after: readonly WaitingItem[],
  index: number,
): WaitingItem | undefined {
  const known = new Set(before.map(({ key }) => key))
  return after.find(({ key }) => !known.has(key)) ?? after[Math.min(index, after.length - 1)]
}

/** The last part of a path, of whichever system. */
export const fileName = (path: string): string => path.split(/[\\/]/u).at(-1) ?? path
