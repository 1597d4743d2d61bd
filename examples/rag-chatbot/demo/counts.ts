import type { Tally } from '../model-server/tally.ts'
import { DemoError } from './children.ts'

/** What `kansoku query --format json` prints. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/** The one number of a result with one row and one column. */
export function onlyNumber({ rows }: QueryResult): number {
  const value = Number(rows[0]?.[0])
  if (rows.length === 1 && Number.isInteger(value)) return value
  throw new DemoError(`One number was expected, not ${JSON.stringify(rows)}.`)
}

/** The server's tally in the form of the chart's rows: turn, answer, count. */
export function tallyRows({ searchDecision }: Tally): (readonly [number, string, number])[] {
  return searchDecision.flatMap(
    ({ turn, Yes, No, Other }) =>
      [
        [turn, 'Yes', Yes],
        [turn, 'No', No],
        [turn, 'Other', Other],
      ] as const,
  )
}

/** Where the chart's rows differ from the tally's, one sentence each. Empty when they agree. */
export function differences(
  chart: QueryResult['rows'],
  tally: readonly (readonly unknown[])[],
): string[] {
  const charted = byTurnAndAnswer(chart)
  const told = byTurnAndAnswer(tally)
  return Array.from(new Set([...charted.keys(), ...told.keys()]))
    .filter((key) => charted.get(key) !== told.get(key))
    .map(
      (key) =>
        `${key}: the chart has ${charted.get(key) ?? 'no row'}, the server ${told.get(key) ?? 'none'}`,
    )
}

function byTurnAndAnswer(rows: readonly (readonly unknown[])[]): Map<string, number> {
  return new Map(
    rows.map(([turn, answer, count]) => [`turn ${String(turn)}, ${String(answer)}`, Number(count)]),
  )
}
