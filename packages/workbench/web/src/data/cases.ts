import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'

import type { WaitingCases } from '../../../src/confirm/waiting-cases.ts'
import { get, post } from './ask.ts'

const KEY = ['cases']

/** The data sets that were harvested to, with the cases that wait. Looked at anew whenever somebody comes back from a terminal. */
export function useCases(): UseQueryResult<readonly WaitingCases[]> {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<readonly WaitingCases[]>('/api/cases', signal),
    staleTime: 0,
    refetchOnWindowFocus: true,
  })
}

/** A decision on a case, or the last one taken back. */
export type CaseDecision =
  | { readonly action: 'accept'; readonly id: string; readonly expected: unknown }
  | { readonly action: 'drop'; readonly id: string }
  | { readonly action: 'undo' }

export interface DecidedSet {
  readonly set: WaitingCases
  readonly decision: CaseDecision
}

/** Writes a decision to the file, if that is still what is shown; else shows what it is. */
export function useDecision(): UseMutationResult<readonly WaitingCases[], Error, DecidedSet> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ set: { file, version }, decision }: DecidedSet) =>
      post<readonly WaitingCases[]>('/api/cases', { file, version, ...decision }),
    onSuccess: (sets) => client.setQueryData(KEY, sets),
    onError: () => client.invalidateQueries({ queryKey: KEY }),
  })
}
