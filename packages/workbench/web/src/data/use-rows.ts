import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'

import { recordsOf } from '../../../src/query/records.ts'
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
  const { parameters = {}, enabled = true, live = true } = options
  const shared = useShared()
  return useQuery({
    queryKey: [live ? 'live' : 'still', query, shared, parameters],
    queryFn: async ({ signal }) => {
      const answer = await ask(
        { query, parameters: { ...sharedParameters(shared, new Date()), ...parameters } },
        signal,
      )
      return recordsOf<T>(answer)
    },
    enabled,
    placeholderData: keepPreviousData,
  })
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
