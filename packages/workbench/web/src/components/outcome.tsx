import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'

export type Outcome = 'ok' | 'invalid' | 'failed'

interface OutcomeMarkProps {
  readonly outcome: Outcome
  /** What became of the call in a word: its error or violation. */
  readonly detail?: string
  /** Say the word of a success too, where there are not hundreds below each other. @defaultValue false */
  readonly spoken?: boolean
}

/** What became of a call, by shape, colour and word. */
export function OutcomeMark({ outcome, detail = '', spoken = false }: OutcomeMarkProps): ReactNode {
  const { messages } = useSpeech()
  const name = messages.outcome[outcome]
  return (
    <span className="outcome" data-outcome={outcome}>
      <span className="outcome-sign" aria-hidden="true" />
      <span className={outcome === 'ok' && !spoken ? 'visually-hidden' : ''}>{name}</span>
      {detail !== '' && <span className="outcome-detail">{detail}</span>}
    </span>
  )
}
