import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

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
  /** Begin of the stretch that was looked into, in milliseconds since 1970. */
  readonly from: number
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
    queryFn: async ({ client, pageParam, queryKey, signal }) => {
      const fixed = { ...sharedParameters(shared, new Date()), ...filters }
      if (pageParam !== undefined) return nextPage(pageParam, fixed, signal)
      const range = rangeOf(shared, new Date())
      const known = client.getQueryData<InfiniteData<CallsPage>>(queryKey)?.pages[0]
      if (known === undefined) return nextPage(await begin(range, signal), fixed, signal)
      return firstAgain(known.from, range, fixed, signal)
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

/** The first page over the stretch that it had, and meanwhile the density: a call that has just ended is seen a question earlier. */
async function firstAgain(
  known: number,
  range: TimeRange,
  fixed: Parameters,
  signal: AbortSignal,
): Promise<CallsPage> {
  const from = Math.max(known, range.from.getTime())
  const [place, calls] = await Promise.all([
    begin(range, signal),
    readCalls({ from: new Date(from), to: range.to }, fixed, signal),
  ])
  if (calls.length === 0 || calls.length === PAGE_LIMIT) return nextPage(place, fixed, signal)
  return { calls, from, next: { ...place, before: from } }
}

async function nextPage(place: Place, fixed: Parameters, signal: AbortSignal): Promise<CallsPage> {
  let { before, wanted } = place
  for (;;) {
    const stretch = stretchBefore(place.bins, place.range, before, wanted)
    if (stretch === undefined) return { calls: [], from: before, next: undefined }
    // oxlint-disable-next-line no-await-in-loop -- each stretch begins where the one before ended
    const calls = await readCalls(stretch, fixed, signal)
    before = endOf(calls, stretch)
    if (calls.length < FULL_PAGE) wanted = Math.min(wanted * 4, MOST_WANTED)
    if (calls.length > 0) return { calls, from: before, next: { ...place, before, wanted } }
  }
}

async function readCalls(
  stretch: TimeRange,
  fixed: Parameters,
  signal: AbortSignal,
): Promise<readonly CallRow[]> {
  const parameters = { ...fixed, TimeRange: stretch }
  return recordsOf<CallRow>(await ask({ query: shorten(callsPage, fixed), parameters }, signal))
}

/** Where the next page goes on. Of a page that was cut, the last millisecond is asked again: times are finer than those of a range. */
function endOf(calls: readonly CallRow[], { from, to }: TimeRange): number {
  const last = calls.at(-1)
  if (calls.length < PAGE_LIMIT || last === undefined) return from.getTime()
  return Math.min(Math.floor(Date.parse(last.TimeGenerated)) + 1, to.getTime() - 1)
}
