import { packContents } from './contents.ts'
import { checkLimits } from './limits.ts'
import { type DeployOptions, resolveDeployOptions, type ResolvedOptions } from './options.ts'
import type { Deployment, Parameter, Resource } from './resource.ts'
import { actionGroupResource } from './resources/action-group.ts'
import { alertRuleResource } from './resources/alert-rule.ts'
import { componentResource } from './resources/component.ts'
import { diagnosticSettingResources } from './resources/diagnostic-setting.ts'
import { queryPackResources } from './resources/query-pack.ts'
import { readerRoleResource } from './resources/reader-role.ts'
import { savedFunctionResource } from './resources/saved-function.ts'
import { workbookResource } from './resources/workbook.ts'
import { workspaceResource } from './resources/workspace.ts'

/**
 * Everything that a template deploys, for ARM and for Bicep alike.
 *
 * @throws Error where Azure would refuse it for its size
 */
export function deploymentOf(given: DeployOptions): Deployment {
  const options = resolveDeployOptions(given)
  const contents = packContents(options.prompts, options)
  const workspace = workspaceResource(options.workspace)
  const actionGroup = options.actionGroup ? actionGroupResource() : undefined
  const functions = contents.functions.map((each) => savedFunctionResource(each, workspace))
  const identity = options.ruleIdentity
  const rules = contents.alerts.map((rule, index) =>
    alertRuleResource(rule, index, { workspace, actionGroup, identity, functions }),
  )
  const resources: readonly Resource[] = [
    workspace,
    ...(options.applicationInsights ? [componentResource(workspace)] : []),
    ...functions,
    ...queryPackResources(contents.queries),
    ...(actionGroup === undefined ? [] : [actionGroup]),
    ...rules,
    ...(identity === 'system' ? rules.map((rule) => readerRoleResource(rule, workspace)) : []),
    workbookResource(contents.workbook, workspace),
    ...(options.consoleLines === undefined
      ? []
      : diagnosticSettingResources(options.consoleLines, workspace)),
  ]
  const deployment = { parameters: parametersOf(options), resources }
  checkLimits(deployment)
  return deployment
}

function parametersOf(options: ResolvedOptions): readonly Parameter[] {
  return [
    {
      name: 'prefix',
      type: 'string',
      description: 'Names of resources begin with it: one for each customer.',
      default: options.prefix,
      minLength: 1,
      maxLength: 40,
    },
    {
      name: 'location',
      type: 'string',
      description: 'Region of the resources.',
      default: { expression: 'resource-group', property: 'location' },
    },
    {
      name: 'workspaceName',
      type: 'string',
      description: options.workspace
        ? 'Name of the Log Analytics workspace to make.'
        : 'Name of the Log Analytics workspace, which is in this resource group.',
    },
    {
      name: 'actionGroupIds',
      type: 'array',
      description: 'Resource ids of the action groups that alerts call.',
      default: [],
    },
    { name: 'alertsEnabled', type: 'bool', description: 'Whether alerts run.', default: true },
    ...when(options.actionGroup, 'alertEmail', 'Mail address of who is told of alerts.'),
    ...when(
      options.consoleLines !== undefined,
      'hostName',
      'Name of the host whose console lines go to the workspace.',
    ),
  ]
}

const when = (condition: boolean, name: string, description: string): readonly Parameter[] =>
  condition ? [{ name, type: 'string', description }] : []
