import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

import { contracts, conversations } from '../../../src/view/queries.ts'
import { pages } from '../app/pages.ts'
import { useShared } from '../app/use-shared.ts'
import { checksQuery } from './checks.ts'
import { useCompareQuery } from './pack.ts'
import { rowsQuery } from './use-rows.ts'

/** So long nothing is being asked before something is asked that nobody waits for. */
const QUIET_MS = 300

/**
 * Asks what the pages beside this one show first, one after the other and while nobody waits: over 200,000 calls an answer
 * takes up to 1.9 s, and a change of the page is to take none. Once for each range and choice.
 */
export function useAskAhead(): void {
  const client = useQueryClient()
  const router = useRouter()
  const shared = useShared()
  const compare = useCompareQuery()
  const fetching = useIsFetching()
  useEffect(() => {
    if (fetching > 0 || compare === '') return undefined
    const queries = [
      ...[contracts, compare, conversations].map((query) => rowsQuery(query, shared)),
      checksQuery,
    ]
    const next = queries.find(({ queryKey }) => client.getQueryState(queryKey) === undefined)
    if (next === undefined) {
      // Their code, but for the query page, whose editor is as large as all else. What is there is not loaded again.
      for (const { to } of pages) if (to !== '/query') void router.preloadRoute({ to })
      return undefined
    }
    const quiet = setTimeout(() => void client.prefetchQuery({ ...next, retry: false }), QUIET_MS)
    return () => clearTimeout(quiet)
  }, [client, compare, fetching, router, shared])
}
