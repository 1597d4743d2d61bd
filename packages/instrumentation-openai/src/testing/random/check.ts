import { assert, asyncProperty } from 'fast-check'

import { type Case, cases } from './cases.ts'
import { faultsOf } from './faults.ts'
import type { Played } from './play.ts'

export interface CheckOptions {
  readonly play: (one: Case) => Promise<Played>
  readonly runs: number
  /** @defaultValue another one each time; a failure prints it, with the smallest case that fails */
  readonly seed?: number
  /** Further faults of the case that was just played. */
  readonly more?: (one: Case) => readonly string[]
}

/** Plays random cases and rejects with the smallest one that shows a fault. */
export async function checkCases({ more, play, runs, seed }: CheckOptions): Promise<void> {
  await assert(
    asyncProperty(cases, async (one) => {
      const faults = [...faultsOf(one, await play(one)), ...(more?.(one) ?? [])]
      if (faults.length > 0) throw new Error(faults.join('\n'))
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  )
}
