import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'

import { recordsOf } from '../../../src/query/records.ts'
import { withoutUnused } from '../../../src/view/pack-range.ts'
import { rangeOf } from '../../../src/view/range.ts'
import { useShared } from '../app/use-shared.ts'
import { ask, type Parameters } from './ask.ts'

export interface RowsOptions {
  /** Beside the shared ones: the range, the prompt and the version. */
  readonly parameters?: Parameters
  readonly enabled?: boolean
  /** Asked anew when rows arrive. @defaultValue true */
  readonly live?: boolean
}

/** Rows of a query over the page's range and filters. */
export function useRows<T>(query: string, options: RowsOptions = {}): UseQueryResult<readonly T[]> {
  const { enabled = true } = options
  const shared = useShared()
  return useQuery({
    ...rowsQuery<T>(query, shared, options),
    enabled,
    placeholderData: keepPreviousData,
  })
}

/** The same for whoever asks before a page does. */
export function rowsQuery<T>(
  query: string,
  shared: Shared,
  { parameters = {}, live = true }: RowsOptions = {},
): RowsQuery<T> {
  return {
    queryKey: [live ? 'live' : 'still', query, shared, parameters],
    queryFn: async ({ signal }) => {
      const fixed = sharedParameters(shared, new Date())
      const all = { ...fixed, ...parameters }
      const answer = await ask({ query: shorten(query, all), parameters: all }, signal)
      return recordsOf<T>(answer)
    },
  }
}

interface RowsQuery<T> {
  readonly queryKey: readonly unknown[]
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<readonly T[]>
}

type Shared = ReturnType<typeof useShared>

/** The parameters of the workbook's queries; all of what is not chosen. */
export function sharedParameters(shared: Shared, now: Date): Parameters {
  return {
    TimeRange: rangeOf(shared, now),
    Prompt: [shared.prompt ?? '*'],
    Version: [shared.version ?? '*'],
    Deployment: ['*'],
    Customer: ['*'],
  }
}

/** What a parameter is where nothing is chosen. */
const OPEN: ReadonlySet<unknown> = new Set(['*', 'all', '', 0])

/** A query without the filters that let all pass. */
export function shorten(query: string, parameters: Parameters): string {
  return withoutUnused(query, (name) => {
    const value = parameters[name]
    return !OPEN.has(Array.isArray(value) ? value[0] : value)
  })
}
