import type { QueryClient } from '@tanstack/react-query'

export type LiveState = 'waiting' | 'live' | 'disconnected'

interface Live {
  readonly state: LiveState
  /** When rows were last committed, in milliseconds since 1970. */
  readonly lastRows: number | undefined
}

let current: Live = { state: 'waiting', lastRows: undefined }
const listeners = new Set<() => void>()

function become(next: Partial<Live>): void {
  current = { ...current, ...next }
  for (const listener of listeners) listener()
}

export const liveState = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  current: (): Live => current,
}

/** Between two rounds of questions: rows that arrive by the thousand must not keep the workbench busy with the page. */
const LEAST_PAUSE_MS = 400

/** A table that was scrolled far is not read again from its begin at each commit: it says that there is something newer. */
function isShort({ state }: { readonly state: { readonly data: unknown } }): boolean {
  const { data } = state
  const isPaged = typeof data === 'object' && data !== null && 'pages' in data
  return !isPaged || !Array.isArray(data.pages) || data.pages.length < 2
}

/** Asks anew what the page shows whenever rows were committed. Ends with the page. */
export function followRows(client: QueryClient): void {
  let wanted = false
  let busy = false
  const refresh = async (): Promise<void> => {
    wanted = true
    if (busy) return
    busy = true
    while (wanted) {
      wanted = false
      const begin = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- one round after the other is the point
      await client.invalidateQueries({ queryKey: ['live'], predicate: isShort })
      // A slow round is followed by a pause as long: the page takes half of the workbench at most.
      const pause = Math.max(LEAST_PAUSE_MS, performance.now() - begin)
      // oxlint-disable-next-line no-await-in-loop -- see above
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
    busy = false
  }
  const source = new EventSource('/live')
  source.addEventListener('open', () => {
    // What came while nobody listened.
    if (current.state === 'disconnected') void refresh()
    become({ state: 'live' })
  })
  source.addEventListener('error', () => become({ state: 'disconnected' }))
  source.addEventListener('rows', () => {
    become({ lastRows: Date.now() })
    void refresh()
  })
}
