/** How often a log alert rule can run, and how much it can look at: `Microsoft.Insights/scheduledQueryRules`. */
const MINUTES = {
  PT1M: 1,
  PT5M: 5,
  PT10M: 10,
  PT15M: 15,
  PT30M: 30,
  PT45M: 45,
  PT1H: 60,
  PT2H: 120,
  PT3H: 180,
  PT4H: 240,
  PT5H: 300,
  PT6H: 360,
  PT12H: 720,
  P1D: 1440,
  P2D: 2880,
} as const

/** ISO 8601, as ARM writes it. */
export type AlertDuration = keyof typeof MINUTES

export const minutesOf = (duration: AlertDuration): number => MINUTES[duration]

/** What the header of an alert says beside what every header says. */
export interface AlertSchedule {
  /** How often the query is run. */
  readonly frequency: AlertDuration
  /** How much time before each run the query sees. */
  readonly window: AlertDuration
  /** 0 critical, 1 error, 2 warning, 3 informational, 4 verbose. */
  readonly severity: 0 | 1 | 2 | 3 | 4
  /** The rule fires where the query gives at least so many rows, or so much of its measure. */
  readonly threshold: number
}

/** Neither is a frequency or a window: there they end at these. */
const NOT_A_FREQUENCY: ReadonlySet<string> = new Set(['P2D', 'PT45M'])
const NOT_A_WINDOW: ReadonlySet<string> = new Set(['PT12H'])

/** @throws Error saying which value Azure would not take */
export function parseSchedule(value: (key: string) => string): AlertSchedule {
  const duration = (key: string, refused: ReadonlySet<string>): AlertDuration => {
    const text = value(key)
    if (Object.hasOwn(MINUTES, text) && !refused.has(text)) return text as AlertDuration
    throw new Error(
      `"${key}: ${text}" is none that Azure takes; take one of ${Object.keys(MINUTES)
        .filter((each) => !refused.has(each))
        .join(', ')}`,
    )
  }
  const whole = (key: string, least: number, most: number): number => {
    const number = Number(value(key))
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new Error(`"${key}: ${value(key)}" is no whole number from ${least} to ${most}`)
  }
  return {
    frequency: duration('frequency', NOT_A_FREQUENCY),
    window: duration('window', NOT_A_WINDOW),
    severity: whole('severity', 0, 4) as AlertSchedule['severity'],
    threshold: whole('threshold', 1, 1_000_000),
  }
}
