import { type Expression, parameter, prefixed } from '../expression.ts'
import type { Resource } from '../resource.ts'

interface ActionGroupProperties {
  /** At most 12 characters. */
  readonly groupShortName: string
  readonly enabled: boolean
  readonly emailReceivers: readonly {
    readonly name: string
    readonly emailAddress: Expression
    readonly useCommonAlertSchema: boolean
  }[]
}

/** Who is told: one mail address, given at deployment. */
export function actionGroupResource(): Resource {
  return {
    symbol: 'actionGroup',
    type: 'Microsoft.Insights/actionGroups',
    apiVersion: '2023-01-01',
    name: prefixed('alerts'),
    location: 'global',
    properties: {
      groupShortName: 'kansoku',
      enabled: true,
      emailReceivers: [
        { name: 'mail', emailAddress: parameter('alertEmail'), useCommonAlertSchema: true },
      ],
    } satisfies ActionGroupProperties,
  }
}
