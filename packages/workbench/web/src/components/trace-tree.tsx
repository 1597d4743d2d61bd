import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { onTimeAxis, type TimedRow, type TraceRow } from '../../../src/view/trace-rows.ts'
import { useSpeech } from '../language/language.tsx'

interface TraceTreeProps {
  readonly rows: readonly TraceRow[]
  readonly current: string
  readonly trace: string
}

/** Everything of a trace, each row with its stretch of the whole time. */
export function TraceTree({ rows, current, trace }: TraceTreeProps): ReactNode {
  const { timed } = onTimeAxis(rows)
  return (
    <ol className="trace">
      {timed.map((each, index) => (
        <TraceLine
          key={`${each.row.Kind} ${each.row.Id} ${index}`}
          timed={each}
          current={current}
          trace={trace}
        />
      ))}
    </ol>
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

function TraceLine({
  timed,
  current,
  trace,
}: {
  readonly timed: TimedRow
  readonly current: string
  readonly trace: string
}): ReactNode {
  const { formats } = useSpeech()
  const { row, begin, length } = timed
  const isCall = row.Kind === 'span' && row.OperationName !== ''
  const isFailed = row.Success === false || row.Kind === 'exception'
  return (
    <li
      className="trace-line"
      data-kind={row.Kind}
      data-failed={isFailed || undefined}
      aria-current={row.Id === current || undefined}
    >
      <span className="trace-name" style={{ paddingInlineStart: `${row.Depth * 14}px` }}>
        {isCall && row.Id !== current ? (
          <Link to="/calls/$trace/$id" params={{ trace, id: row.Id }} search={true}>
            {row.Name}
          </Link>
        ) : (
          row.Name
        )}
      </span>
      <span className="trace-axis" aria-hidden="true">
        <span
          className="trace-bar"
          style={{ insetInlineStart: percent(begin), width: percent(length) }}
        />
      </span>
      <span className="trace-time">{formats.milliseconds(row.DurationMs)}</span>
    </li>
  )
}
