import type { AlertRule } from './alert-rule.ts'
import { minutesOf } from './schedule.ts'

/** One run of a rule. */
export interface SimulatedRun {
  /** When it ran, which is the end of its window. */
  readonly at: Date
  readonly from: Date
  /** What is compared with the threshold: how many rows the query gave, or the total of the rule's measure. */
  readonly value: number
  readonly fired: boolean
}

export interface SimulateOptions {
  /** The first window begins here. */
  readonly since: Date
  /** The last window ends here or before. */
  readonly until: Date
  /**
   * Answers a query that is run at a given time, over rows of that time and before only, as `@kansoku/kql` or a workspace
   * does.
   */
  readonly run: (query: string, now: Date) => Promise<RuleAnswer>
}

/** What a rule's query gives. */
export interface RuleAnswer {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Runs of one simulation at most: years of a daily rule, a month and a half of a quarter-hourly one. */
const MAX_RUNS = 5000

/**
 * When a rule would have fired. The runs follow each other by the rule's frequency from the end of the first window;
 * the clock time at which Azure runs a rule is not known.
 *
 * @throws RangeError where the time is shorter than a window, or needs more than 5,000 runs, or the query has no such measure
 */
export async function simulate(
  rule: AlertRule,
  { since, until, run: answer }: SimulateOptions,
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
    const value = valueOf(rule, await answer(rule.query, at))
    runs.push({ at, from: new Date(at.getTime() - window), value, fired: value >= rule.threshold })
  }
  return runs
}

/** What Azure calls aggregation: Count of the rows, or Total of the measure, in which null is nothing. */
function valueOf({ measure, name }: AlertRule, { columns, rows }: RuleAnswer): number {
  if (measure === undefined) return rows.length
  const column = columns.findIndex((each) => each.name === measure)
  if (column === -1) throw new RangeError(`the query of ${name} gives no column ${measure}`)
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0)
}
