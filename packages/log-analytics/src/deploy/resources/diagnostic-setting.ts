import { type Expression, idOf, parameter, prefixed } from '../expression.ts'
import type { Resource } from '../resource.ts'

/** The host whose console lines go to the workspace: the resource to which the setting belongs, and its category. */
const hosts = {
  functions: {
    type: 'Microsoft.Web/sites',
    apiVersion: '2023-12-01',
    category: 'FunctionAppLogs',
  },
  'app-service': {
    type: 'Microsoft.Web/sites',
    apiVersion: '2023-12-01',
    category: 'AppServiceConsoleLogs',
  },
  'container-apps': {
    type: 'Microsoft.App/managedEnvironments',
    apiVersion: '2024-03-01',
    category: 'ContainerAppConsoleLogs',
  },
} as const

export type ConsoleHost = keyof typeof hosts

interface DiagnosticSettingProperties {
  readonly workspaceId: Expression
  readonly logs: readonly { readonly category: string; readonly enabled: boolean }[]
}

/** Carries the console lines of the host of the parameter `hostName` to the workspace. */
export function diagnosticSettingResources(
  host: ConsoleHost,
  workspace: Resource,
): readonly Resource[] {
  const { apiVersion, category, type } = hosts[host]
  const hostResource: Resource = {
    symbol: 'host',
    type,
    apiVersion,
    name: parameter('hostName'),
    existing: true,
  }
  return [
    hostResource,
    {
      symbol: 'consoleLines',
      type: 'Microsoft.Insights/diagnosticSettings',
      apiVersion: '2021-05-01-preview',
      name: prefixed('console'),
      scope: hostResource,
      properties: {
        workspaceId: idOf(workspace),
        logs: [{ category, enabled: true }],
      } satisfies DiagnosticSettingProperties,
    },
  ]
}
