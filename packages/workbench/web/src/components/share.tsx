import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'

interface ShareProps {
  readonly part: number
  readonly whole: number
  readonly tone: 'invalid' | 'failed'
}

/** A count with its share; without any to be shared, a dash. */
export function Share({ part, whole, tone }: ShareProps): ReactNode {
  const { formats } = useSpeech()
  if (whole === 0) return <span className="none">–</span>
  return (
    <span className="share" data-tone={part > 0 ? tone : undefined}>
      {formats.percent(part / whole)} <span className="faint">({formats.count(part)})</span>
    </span>
  )
}
