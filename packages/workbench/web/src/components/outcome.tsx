import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'

export type Outcome = 'ok' | 'invalid' | 'failed'

interface OutcomeMarkProps {
  readonly outcome: Outcome
  /** What became of the call in a word: its error or violation. */
  readonly detail?: string
}

/** What became of a call, by shape, colour and word. */
export function OutcomeMark({ outcome, detail = '' }: OutcomeMarkProps): ReactNode {
  const { messages } = useSpeech()
  const name = messages.outcome[outcome]
  return (
    <span className="outcome" data-outcome={outcome}>
      <span className="outcome-sign" aria-hidden="true" />
      {outcome === 'ok' ? <span className="visually-hidden">{name}</span> : <span>{name}</span>}
      {detail !== '' && <span className="outcome-detail">{detail}</span>}
    </span>
  )
}
