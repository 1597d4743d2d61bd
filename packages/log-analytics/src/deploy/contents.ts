import type { AlertRule } from '../alerts/alert-rule.ts'
import { alertRuleOf } from '../contracts/alert-rule-of.ts'
import { answersPerTurn } from '../contracts/answers-per-turn.ts'
import type { PromptContract } from '../contracts/prompt-contract.ts'
import type { Dashboard } from '../grafana/dashboard-model.ts'
import { dashboardOf } from '../grafana/dashboard.ts'
import type { PackQuery } from '../pack-query.ts'
import { alertRules, functions, type PackFunction, queries, workbookQueries } from '../pack.ts'
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

/**
 * The pack for these prompts: functions and queries of any prompt, and an alert, a chart and a part of the workbook for each.
 *
 * @throws Error where a prompt is given twice
 */
export function packContents(prompts?: readonly PromptContract[]): PackContents {
  const all = { functions: functions(), queries: queries(), alerts: alertRules() }
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

function viewsOf(prompts: readonly PromptContract[]): Pick<PackContents, 'workbook' | 'dashboard'> {
  const all = workbookQueries()
  return { workbook: workbookOf(all, prompts), dashboard: dashboardOf(all, prompts) }
}
