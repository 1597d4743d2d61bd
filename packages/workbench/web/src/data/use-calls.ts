import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

import { recordsOf } from '../../../src/query/records.ts'
import { type DensityBin, densitySeconds, stretchBefore } from '../../../src/view/density.ts'
import { callsPage, density } from '../../../src/view/queries.ts'
import { rangeOf, type TimeRange } from '../../../src/view/range.ts'
import { useShared } from '../app/use-shared.ts'
import type { Outcome } from '../components/outcome.tsx'
import { ask, type Parameters } from './ask.ts'
import { sharedParameters, shorten } from './use-rows.ts'

export interface CallRow {
  readonly TimeGenerated: string
  readonly Outcome: Outcome
  readonly PromptName: string
  readonly PromptVersion: string
  readonly Turn: number | null
  readonly OutputLabel: string
  readonly OutputViolation: string
  readonly ErrorType: string
  readonly DurationMs: number
  readonly TimeToFirstChunkMs: number | null
  readonly InputTokens: number | null
  readonly OutputTokens: number | null
  readonly Model: string
  readonly ConversationId: string
  readonly OperationId: string
  readonly Id: string
  readonly ItemCount: number
}

interface CallsPage {
  readonly calls: readonly CallRow[]
  /** Where to go on: the range and its density are those of the first page, so that pages fit together. */
  readonly next: Place | undefined
}

interface Place {
  readonly range: TimeRange
  readonly bins: readonly DensityBin[]
  readonly before: number
  readonly wanted: number
}

/** Rows of the first stretch that is looked into; a stretch without hits is followed by a longer one. */
const FIRST_WANTED = 400
const MOST_WANTED = 60_000
const FULL_PAGE = 100
/** What `callsPage` gives at most. */
const PAGE_LIMIT = 1000

export const CALLS_KEY = ['live', 'calls'] as const

/** The calls that fit the filters, newest first, a page at a time. */
export function useCalls(filters: Parameters) {
  const shared = useShared()
  return useInfiniteQuery({
    queryKey: [...CALLS_KEY, shared, filters],
    initialPageParam: undefined as Place | undefined,
    getNextPageParam: ({ next }: CallsPage) => next,
    queryFn: async ({ pageParam, signal }) => {
      const fixed = { ...sharedParameters(shared, new Date()), ...filters }
      const first = pageParam ?? (await begin(rangeOf(shared, new Date()), signal))
      return nextPage(first, fixed, signal)
    },
    placeholderData: keepPreviousData,
  })
}

async function begin(range: TimeRange, signal: AbortSignal): Promise<Place> {
  const parameters = { TimeRange: range, Seconds: densitySeconds(range) }
  const answer = await ask({ query: density, parameters }, signal)
  const bins = recordsOf<{ Start: string; Rows: number }>(answer).map(({ Start, Rows }) => ({
    start: Date.parse(Start),
    rows: Rows,
  }))
  return { range, bins, before: range.to.getTime(), wanted: FIRST_WANTED }
}

async function nextPage(place: Place, fixed: Parameters, signal: AbortSignal): Promise<CallsPage> {
  let { before, wanted } = place
  for (;;) {
    const stretch = stretchBefore(place.bins, place.range, before, wanted)
    if (stretch === undefined) return { calls: [], next: undefined }
    // oxlint-disable-next-line no-await-in-loop -- each stretch begins where the one before ended
    const answer = await ask(
      { query: shorten(callsPage, fixed), parameters: { ...fixed, TimeRange: stretch } },
      signal,
    )
    const calls = recordsOf<CallRow>(answer)
    const isCut = calls.length === PAGE_LIMIT
    const last = calls.at(-1)
    // Times are to 100 ns, those of a range to a millisecond: the rest of the last one is asked again.
    before =
      isCut && last !== undefined
        ? Math.floor(Date.parse(last.TimeGenerated)) + 1
        : stretch.from.getTime()
    if (!isCut) wanted = calls.length < FULL_PAGE ? Math.min(wanted * 4, MOST_WANTED) : wanted
    if (calls.length > 0) return { calls, next: { ...place, before, wanted } }
  }
}
