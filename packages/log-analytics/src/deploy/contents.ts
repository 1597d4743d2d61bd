import type { AlertRule } from '../alerts/alert-rule.ts'
import { alertRuleOf } from '../contracts/alert-rule-of.ts'
import { answersPerTurn } from '../contracts/answers-per-turn.ts'
import type { PromptContract } from '../contracts/prompt-contract.ts'
import type { Dashboard } from '../grafana/dashboard-model.ts'
import { dashboardOf } from '../grafana/dashboard.ts'
import type { PackQuery } from '../pack-query.ts'
import { alertRules, functions, type PackFunction, queries, workbookQueries } from '../pack.ts'
import type { ModelPrice } from '../prices/model-price.ts'
import { withPrices } from '../prices/prices-function.ts'
import { workbookOf, type Workbook } from '../workbook/workbook.ts'

/** What of the pack is for these prompts. */
export interface PackContents {
  readonly functions: readonly PackFunction[]
  readonly queries: readonly PackQuery[]
  readonly alerts: readonly AlertRule[]
  readonly workbook: Workbook
  /** The same for Grafana. */
  readonly dashboard: Dashboard
}

/** The prompt of the column, whose alert, chart and policies are in the pack by name. */
const COLUMN = { prompt: 'search_decision', labels: ['Yes', 'No'] } satisfies PromptContract

/** What a contract's own alert and chart stand in for. */
const REPLACED: ReadonlySet<string> = new Set(['invalid-decisions-daily', 'answers-per-turn'])

/** What of the pack is of a customer's own, whatever the prompts. */
export interface PackSettings {
  /** What models cost. @defaultValue the list prices of `LLMPrices` */
  readonly prices?: readonly ModelPrice[]
  /** The alert `daily-spend` fires at so many US cents of a day. @defaultValue 5000 */
  readonly dailySpendCents?: number
}

/**
 * The pack for these prompts: functions and queries of any prompt, and an alert, a chart and a part of the workbook for each.
 *
 * @throws Error where a prompt is given twice, or a price or the spend cannot be one
 */
export function packContents(
  prompts?: readonly PromptContract[],
  { dailySpendCents, prices }: PackSettings = {},
): PackContents {
  const all = {
    functions: prices === undefined ? functions() : withPrices(functions(), prices),
    queries: queries(),
    alerts: alertRules().map((rule) => spendRule(rule, dailySpendCents)),
  }
  if (prompts === undefined) {
    return { ...all, ...viewsOf([COLUMN]) }
  }
  const names = prompts.map(({ prompt }) => prompt)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`the prompt "${twice}" is given twice; give it once`)
  const kept = ({ name, tags }: PackQuery | AlertRule): boolean =>
    !REPLACED.has(name) && (!tags.includes(COLUMN.prompt) || names.includes(COLUMN.prompt))
  return {
    functions: all.functions,
    queries: [...all.queries.filter(kept), ...prompts.map((prompt) => answersPerTurn(prompt))],
    alerts: [...all.alerts.filter(kept), ...prompts.map(alertRuleOf)],
    ...viewsOf(prompts),
  }
}

/** The rule about the spend with another threshold; any other rule as it is. */
function spendRule(rule: AlertRule, cents: number | undefined): AlertRule {
  if (rule.name !== 'daily-spend' || cents === undefined) return rule
  if (!Number.isSafeInteger(cents) || cents < 1 || cents > 1_000_000)
    throw new RangeError(
      `the spend of a day is ${cents}; give a whole number of cents from 1 to 1000000`,
    )
  const said = (text: string): string =>
    text.replace(rule.threshold.toLocaleString('en'), cents.toLocaleString('en'))
  const { en, ja } = rule.description
  return { ...rule, threshold: cents, description: { en: said(en), ja: said(ja) } }
}

function viewsOf(prompts: readonly PromptContract[]): Pick<PackContents, 'workbook' | 'dashboard'> {
  const all = workbookQueries()
  return { workbook: workbookOf(all, prompts), dashboard: dashboardOf(all, prompts) }
}
