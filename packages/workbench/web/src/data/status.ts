import { useQuery, type UseQueryResult } from '@tanstack/react-query'

import type { Status } from '../../../src/api/status.ts'
import { get } from './ask.ts'

/** What the workbench says of itself and its store. */
export function useStatus(): UseQueryResult<Status> {
  return useQuery({
    queryKey: ['live', 'status'],
    queryFn: ({ signal }) => get<Status>('/api/status', signal),
  })
}
