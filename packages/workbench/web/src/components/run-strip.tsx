import type { SimulatedRun } from '@kansoku/log-analytics'
import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'

interface RunStripProps {
  readonly runs: readonly SimulatedRun[]
  readonly threshold: number
}

const HEIGHT = 48
const UNIT = 10
/** A few runs are no reason for bars as wide as the page. */
const WIDEST_PX = 24

/** Each run of a rule as a bar: how much of its threshold was reached, and whether it fired. */
export function RunStrip({ runs, threshold }: RunStripProps): ReactNode {
  const { messages, formats } = useSpeech()
  const top = Math.max(threshold * 1.4, ...runs.map(({ value }) => value))
  const y = (value: number): number => HEIGHT - (value / top) * HEIGHT
  return (
    <svg
      className="strip"
      viewBox={`0 0 ${runs.length * UNIT} ${HEIGHT}`}
      preserveAspectRatio="none"
      style={{ maxWidth: runs.length * WIDEST_PX }}
      role="img"
      aria-label={messages.alerts.runs}
    >
      {runs.map(({ at, value, fired }, index) => (
        <rect
          key={at.getTime()}
          className={fired ? 'fired' : 'silent'}
          x={index * UNIT + 1}
          width={UNIT - 2}
          y={Math.min(y(value), HEIGHT - 1)}
          height={Math.max(HEIGHT - y(value), 1)}
        >
          <title>{`${formats.moment(at.toISOString())}: ${formats.score(value)}`}</title>
        </rect>
      ))}
      <line
        className="threshold"
        x1={0}
        x2={runs.length * UNIT}
        y1={y(threshold)}
        y2={y(threshold)}
      />
    </svg>
  )
}
