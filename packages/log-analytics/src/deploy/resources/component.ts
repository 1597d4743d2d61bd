import { type Expression, idOf, parameter, prefixed } from '../expression.ts'
import type { Resource } from '../resource.ts'

interface ComponentProperties {
  readonly Application_Type: 'web'
  readonly WorkspaceResourceId: Expression
}

/** The Application Insights resource whose connection string the application takes. */
export function componentResource(workspace: Resource): Resource {
  return {
    symbol: 'applicationInsights',
    type: 'Microsoft.Insights/components',
    apiVersion: '2020-02-02',
    name: prefixed('insights'),
    location: parameter('location'),
    kind: 'web',
    properties: {
      Application_Type: 'web',
      WorkspaceResourceId: idOf(workspace),
    } satisfies ComponentProperties,
  }
}
