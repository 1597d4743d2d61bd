/** A row of `LLMTrace`: parents come before their children. */
export interface TraceRow {
  readonly TimeGenerated: string
  readonly Depth: number
  readonly Kind: 'request' | 'span' | 'log' | 'event' | 'exception'
  readonly Name: string
  readonly OperationName: string
  readonly Success: boolean | null
  readonly DurationMs: number | null
  readonly Id: string
  readonly ParentId: string
  readonly AppRoleName: string
  readonly Properties: Readonly<Record<string, unknown>> | null
}

/** A row with its place on the time axis of its trace: shares of the whole, from 0 to 1. */
export interface TimedRow {
  readonly row: TraceRow
  readonly begin: number
  readonly length: number
}

/** The rows on one time axis, and how many milliseconds that is. */
export function onTimeAxis(rows: readonly TraceRow[]): {
  readonly milliseconds: number
  readonly timed: readonly TimedRow[]
} {
  const starts = rows.map(({ TimeGenerated }) => Date.parse(TimeGenerated))
  const begin = Math.min(...starts)
  const end = Math.max(
    ...rows.map(({ DurationMs }, at) => (starts[at] ?? begin) + (DurationMs ?? 0)),
  )
  const milliseconds = rows.length === 0 ? 0 : end - begin
  const share = (value: number): number => (milliseconds > 0 ? value / milliseconds : 0)
  return {
    milliseconds,
    timed: rows.map((row, at) => ({
      row,
      begin: share((starts[at] ?? begin) - begin),
      length: share(row.DurationMs ?? 0),
    })),
  }
}
