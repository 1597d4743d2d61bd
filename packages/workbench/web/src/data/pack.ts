import type { AlertRule, PackFunction, PackQuery } from '@kansoku/log-analytics'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'

import { withRange } from '../../../src/view/pack-range.ts'
import { get } from './ask.ts'

export interface Pack {
  readonly functions: readonly PackFunction[]
  readonly queries: readonly PackQuery[]
  readonly workbook: readonly PackQuery[]
  readonly alerts: readonly AlertRule[]
}

/** The pack as the workbench knows it; it does not change while that runs. */
export function usePack(): UseQueryResult<Pack> {
  return useQuery({
    queryKey: ['pack'],
    queryFn: ({ signal }) => get<Pack>('/api/pack', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** A query of the workbook by its name; empty until the pack is there. */
export function useWorkbookQuery(name: string): string {
  return usePack().data?.workbook.find((query) => query.name === name)?.text ?? ''
}

/** The pack's comparison of versions, over the page's range; empty until the pack is there. */
export function useCompareQuery(): string {
  const { data } = usePack()
  return useMemo(
    () => withRange(data?.queries.find(({ name }) => name === 'compare-versions')?.text ?? ''),
    [data],
  )
}
