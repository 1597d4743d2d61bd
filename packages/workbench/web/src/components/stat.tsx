import type { ReactNode } from 'react'

interface StatProps {
  readonly label: string
  readonly value: string
  readonly note?: string
  readonly tone?: 'failed' | 'invalid'
}

/** One big figure. */
export function Stat({ label, value, note, tone }: StatProps): ReactNode {
  return (
    <div className="stat" data-tone={tone}>
      <dt>{label}</dt>
      <dd>
        <span className="stat-value">{value === '' ? '–' : value}</span>
        {note !== undefined && <span className="stat-note">{note}</span>}
      </dd>
    </div>
  )
}
