import type { AlertRule } from './alert-rule.ts'
import { minutesOf } from './schedule.ts'

/** One run of a rule. */
export interface SimulatedRun {
  /** When it ran, which is the end of its window. */
  readonly at: Date
  readonly from: Date
  /** How many rows the query gave. */
  readonly rows: number
  readonly fired: boolean
}

export interface SimulateOptions {
  /** The first window begins here. */
  readonly since: Date
  /** The last window ends here or before. */
  readonly until: Date
  /**
   * Gives the number of rows of a query that is run at a given time, over rows of that time and before only, as
   * `@kansoku/kql` or a workspace does.
   */
  readonly countRows: (query: string, now: Date) => Promise<number>
}

/** Runs of one simulation at most: years of a daily rule, a month and a half of a quarter-hourly one. */
const MAX_RUNS = 5000

/**
 * When a rule would have fired. The runs follow each other by the rule's frequency from the end of the first window;
 * the clock time at which Azure runs a rule is not known.
 *
 * @throws RangeError where the time is shorter than a window, or needs more than 5,000 runs
 */
export async function simulate(
  rule: AlertRule,
  { since, until, countRows }: SimulateOptions,
): Promise<readonly SimulatedRun[]> {
  const step = minutesOf(rule.frequency) * 60_000
  const window = minutesOf(rule.window) * 60_000
  const first = since.getTime() + window
  const count = Math.floor((until.getTime() - first) / step) + 1
  if (count < 1) throw new RangeError(`there is no whole window of ${rule.window} in that time`)
  if (count > MAX_RUNS)
    throw new RangeError(
      `${rule.name} would run ${count} times in that time; at most ${MAX_RUNS} can be simulated`,
    )
  const runs: SimulatedRun[] = []
  for (let run = 0; run < count; run++) {
    const at = new Date(first + run * step)
    // oxlint-disable-next-line no-await-in-loop -- one query after the other, as the engine takes them
    const rows = await countRows(rule.query, at)
    runs.push({ at, from: new Date(at.getTime() - window), rows, fired: rows >= rule.threshold })
  }
  return runs
}
