import type { ReactNode } from 'react'

const INVALID = '(invalid)'
const MOST = 8

/** The answers of a conversation in their order. */
export function Labels({ labels }: { readonly labels: readonly string[] }): ReactNode {
  return (
    <span className="labels">
      {labels.slice(0, MOST).map((label, index) => (
        <span key={index} className="tag" data-tone={label === INVALID ? 'warn' : undefined}>
          {label === INVALID ? '?' : label}
        </span>
      ))}
      {labels.length > MOST && <span className="faint">+{labels.length - MOST}</span>}
    </span>
  )
}
