import { type AlertRule, minutesOf, simulate, type SimulatedRun } from '@kansoku/log-analytics'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'

import { rangeOf } from '../../../src/view/range.ts'
import { useShared } from '../app/use-shared.ts'
import { ask } from './ask.ts'

export interface Simulation {
  readonly runs: readonly SimulatedRun[] | undefined
  readonly error: unknown
  /** Windows that were looked at, of all; undefined while none is. */
  readonly progress: { readonly done: number; readonly all: number } | undefined
  readonly start: () => void
  readonly stop: () => void
}

/** One rule after the other: the workbench has one thread for all of them. */
let queue: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work)
  queue = result.catch(() => undefined)
  return result
}

/** When a rule would have fired over the page's range. Begins by itself; leaving the page or `stop` ends it, and its query. */
export function useSimulation(rule: AlertRule): Simulation {
  const shared = useShared()
  const client = useQueryClient()
  const [done, setDone] = useState(0)
  const [all, setAll] = useState(0)
  const queryKey = ['still', 'simulation', rule.name, shared]
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      inTurn(async () => {
        signal.throwIfAborted()
        const { from, to } = rangeOf(shared, new Date())
        setDone(0)
        setAll(windowsOf(rule, from, to))
        return simulate(rule, {
          since: from,
          until: to,
          run: async (query, now) => {
            const answer = await ask({ query, now }, signal)
            setDone((count) => count + 1)
            return answer
          },
        })
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return {
    runs: data,
    error,
    progress: isFetching ? { done, all } : undefined,
    start: useCallback(() => void refetch(), [refetch]),
    stop: () => void client.cancelQueries({ queryKey }),
  }
}

function windowsOf({ frequency, window }: AlertRule, from: Date, to: Date): number {
  const length = (to.getTime() - from.getTime()) / 60_000
  return Math.max(0, Math.floor((length - minutesOf(window)) / minutesOf(frequency)) + 1)
}
