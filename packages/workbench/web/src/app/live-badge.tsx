import { type ReactNode, useSyncExternalStore } from 'react'

import { liveState } from '../data/live.ts'
import { useNow } from '../data/use-now.ts'
import { useSpeech } from '../language/language.tsx'

/** Whether the page hears of new rows, and when it last did. */
export function LiveBadge(): ReactNode {
  const { messages, formats } = useSpeech()
  const { state, lastRows } = useSyncExternalStore(liveState.subscribe, liveState.current)
  const now = useNow(5000)
  const { live, waiting, disconnected, lastRow } = messages.shell
  const label = { live, waiting, disconnected }[state]
  return (
    <p className="live" data-state={state} role="status">
      <span className="live-dot" aria-hidden="true" />
      {state === 'live' && lastRows !== undefined
        ? lastRow(formats.relative(new Date(lastRows).toISOString(), now))
        : label}
    </p>
  )
}
