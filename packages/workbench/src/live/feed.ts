import type { Row } from '../rows/row.ts'
import { commitSum, type Commits } from './commits.ts'

/** Tells listeners what was committed. */
export interface LiveFeed {
  /** To be called after each commit. */
  committed(rows: readonly Row[]): void
  /** @returns stops it */
  listen(listener: LiveListener): () => void
  /** Ends every listener; later ones are ended at once. */
  close(): void
}

export interface LiveListener {
  readonly rows: (commits: Commits) => void
  readonly end: () => void
}

/** At most ten events a second, however many requests commit: a page redraws no faster. */
const INTERVAL_MS = 100

/** The first commit after a pause is told at once, what follows is summed up until the interval is over. */
export function liveFeed(): LiveFeed {
  const listeners = new Set<LiveListener>()
  const sum = commitSum()
  let pause: NodeJS.Timeout | undefined
  let closed = false

  function tell(): void {
    pause = undefined
    const commits = sum.take()
    if (commits === undefined) return
    for (const { rows } of listeners) rows(commits)
    pause = setTimeout(tell, INTERVAL_MS).unref()
  }

  return {
    committed(rows) {
      if (listeners.size === 0) return
      sum.add(rows)
      if (pause === undefined) tell()
    },
    listen(listener) {
      if (closed) {
        listener.end()
        return () => undefined
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) sum.take()
      }
    },
    close() {
      closed = true
      clearTimeout(pause)
      for (const { end } of listeners) end()
      listeners.clear()
    },
  }
}
