import { parameter } from '../expression.ts'
import type { Resource } from '../resource.ts'

interface WorkspaceProperties {
  readonly sku: { readonly name: 'PerGB2018' }
  readonly retentionInDays: number
}

const properties: WorkspaceProperties = { sku: { name: 'PerGB2018' }, retentionInDays: 30 }

/** The workspace of the parameter `workspaceName`: that of the resource group, or a new one. */
export function workspaceResource(create: boolean): Resource {
  const workspace = {
    symbol: 'workspace',
    type: 'Microsoft.OperationalInsights/workspaces',
    apiVersion: '2023-09-01',
    name: parameter('workspaceName'),
  } as const
  return create
    ? { ...workspace, location: parameter('location'), properties }
    : { ...workspace, existing: true }
}
