import { useCallback, useEffect, useRef, useState } from 'react'

import type { QueryAnswer, QueryProblem } from '../../../src/query/answer.ts'
import { ask, QueryRefused } from './ask.ts'

export type RunState =
  | { readonly kind: 'idle' | 'cancelled' }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'answered'; readonly answer: QueryAnswer; readonly milliseconds: number }
  | { readonly kind: 'refused'; readonly problem: QueryProblem }
  | { readonly kind: 'failed'; readonly error: unknown }

interface Runner {
  readonly state: RunState
  readonly run: (query: string) => void
  readonly cancel: () => void
}

/** Runs one query at a time: a new one ends the one before, here and in the workbench. */
export function useRun(): Runner {
  const [state, setState] = useState<RunState>({ kind: 'idle' })
  const running = useRef<{ readonly query: string; readonly stop: AbortController }>(undefined)
  const run = useCallback((query: string) => {
    if (running.current?.query === query) return
    running.current?.stop.abort()
    const current = { query, stop: new AbortController() }
    running.current = current
    const since = performance.now()
    setState({ kind: 'running', since })
    const settle = (next: RunState): void => {
      if (running.current !== current) return
      running.current = undefined
      setState(next)
    }
    ask({ query }, current.stop.signal).then(
      (answer) => settle({ kind: 'answered', answer, milliseconds: performance.now() - since }),
      (error: unknown) => {
        if (error instanceof QueryRefused) settle({ kind: 'refused', problem: error.problem })
        else settle({ kind: 'failed', error })
      },
    )
  }, [])
  const cancel = useCallback(() => {
    if (running.current === undefined) return
    running.current.stop.abort()
    running.current = undefined
    setState({ kind: 'cancelled' })
  }, [])
  useEffect(() => cancel, [cancel])
  return { state, run, cancel }
}
