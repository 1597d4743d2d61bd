import type { LocalizedText } from '../header.ts'
import { type AlertSchedule, minutesOf } from './schedule.ts'

/**
 * A log alert rule: it fires where its query, run at each `frequency` over the `window` before, gives `threshold` rows, or rows
 * of which the total of `measure` is `threshold` or more.
 */
export interface AlertRule extends AlertSchedule {
  readonly name: string
  readonly title: LocalizedText
  readonly description: LocalizedText
  readonly tags: readonly string[]
  /** Gives the rows that the alert is about, and no others. */
  readonly query: string
  /** A column of numbers: then the threshold is for its total. @defaultValue none: for the number of rows */
  readonly measure?: string
}

/**
 * Whether an alert can resolve by itself. Azure supports no stateful rule that runs less often than twice a day
 * (MicrosoftDocs/azure-monitor-docs, `alerts/alerts-create-log-alert-rule.md`).
 */
export const isStateful = ({ frequency }: AlertRule): boolean => minutesOf(frequency) <= 720
