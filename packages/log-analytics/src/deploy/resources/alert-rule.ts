import { type AlertRule, isStateful } from '../../alerts/alert-rule.ts'
import type { AlertDuration } from '../../alerts/schedule.ts'
import { bilingual } from '../../bilingual.ts'
import { type Expression, idOf, parameter, prefixed } from '../expression.ts'
import type { Resource } from '../resource.ts'

interface ScheduledQueryRuleProperties {
  readonly displayName: string
  readonly description: string
  readonly severity: 0 | 1 | 2 | 3 | 4
  readonly enabled: Expression
  readonly scopes: readonly Expression[]
  readonly evaluationFrequency: AlertDuration
  readonly windowSize: AlertDuration
  readonly criteria: {
    readonly allOf: readonly {
      readonly query: string
      readonly timeAggregation: 'Count' | 'Total'
      readonly metricMeasureColumn?: string
      readonly operator: 'GreaterThanOrEqual'
      readonly threshold: number
      readonly failingPeriods: {
        readonly numberOfEvaluationPeriods: number
        readonly minFailingPeriodsToAlert: number
      }
    }[]
  }
  readonly autoMitigate: boolean
  readonly skipQueryValidation: boolean
  readonly actions: { readonly actionGroups: Expression }
}

export interface AlertRuleSurroundings {
  readonly workspace: Resource
  /** Made by the same template. */
  readonly actionGroup: Resource | undefined
  readonly identity: 'system' | 'editor'
  /** The functions that its query calls. */
  readonly functions: readonly Resource[]
}

export function alertRuleResource(
  rule: AlertRule,
  index: number,
  { actionGroup, functions, identity, workspace }: AlertRuleSurroundings,
): Resource {
  return {
    symbol: `alert${index + 1}`,
    type: 'Microsoft.Insights/scheduledQueryRules',
    apiVersion: '2023-12-01',
    name: prefixed(rule.name),
    location: parameter('location'),
    kind: 'LogAlert',
    ...(identity === 'system' && { identity: { type: 'SystemAssigned' as const } }),
    properties: {
      displayName: bilingual(rule.title),
      description: bilingual(rule.description),
      severity: rule.severity,
      enabled: parameter('alertsEnabled'),
      scopes: [idOf(workspace)],
      evaluationFrequency: rule.frequency,
      windowSize: rule.window,
      criteria: {
        allOf: [
          {
            query: rule.query,
            ...(rule.measure === undefined
              ? { timeAggregation: 'Count' as const }
              : { timeAggregation: 'Total' as const, metricMeasureColumn: rule.measure }),
            operator: 'GreaterThanOrEqual',
            threshold: rule.threshold,
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
          },
        ],
      },
      // The service's default is true, which it refuses for a rule that is not stateful.
      autoMitigate: isStateful(rule),
      // A workspace without calls has no tables yet, and the query would be refused.
      skipQueryValidation: true,
      actions: { actionGroups: actionGroupsOf(actionGroup) },
    } satisfies ScheduledQueryRuleProperties,
    dependsOn: functions,
  }
}

const actionGroupsOf = (made: Resource | undefined): Expression => {
  const given = parameter('actionGroupIds')
  return made === undefined ? given : { expression: 'list', of: given, and: [idOf(made)] }
}
