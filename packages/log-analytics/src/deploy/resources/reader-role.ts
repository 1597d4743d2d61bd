import { type Expression, guid, idOf } from '../expression.ts'
import type { Resource } from '../resource.ts'

/** Log Analytics Reader, of Azure's built-in roles. */
const READER = '73c42c96-874c-492b-b04d-ab87d138a893'

interface RoleAssignmentProperties {
  readonly roleDefinitionId: Expression
  readonly principalId: Expression
  readonly principalType: 'ServicePrincipal'
}

/** Lets a rule read the workspace by its own identity, not by that of who edited it last. */
export function readerRoleResource(rule: Resource, workspace: Resource): Resource {
  return {
    symbol: `${rule.symbol}Reader`,
    type: 'Microsoft.Authorization/roleAssignments',
    apiVersion: '2022-04-01',
    name: guid(idOf(workspace), idOf(rule), READER),
    scope: workspace,
    properties: {
      roleDefinitionId: { expression: 'role-definition', guid: READER },
      principalId: { expression: 'principal', of: rule },
      // Without it the directory may not know the new identity yet.
      principalType: 'ServicePrincipal',
    } satisfies RoleAssignmentProperties,
  }
}
