import type { Expression, Text } from '../expression.ts'
import type { Resource } from '../resource.ts'

/** An expression of ARM's template language, without its brackets. */
export function armExpression(value: Expression): string {
  switch (value.expression) {
    case 'parameter':
      return `parameters('${value.name}')`
    case 'resource-group':
      return `resourceGroup().${value.property}`
    case 'id':
      return idExpression(value.of)
    case 'principal':
      return `reference(${idExpression(value.of)}, '${value.of.apiVersion}', 'full').identity.principalId`
    case 'role-definition':
      return `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${value.guid}')`
    case 'text':
      return `concat(${value.parts.map(armArgument).join(', ')})`
    case 'guid':
      return `guid(${value.of.map(armArgument).join(', ')})`
    case 'list':
      return `concat(${armExpression(value.of)}, createArray(${value.and.map(armExpression).join(', ')}))`
    default:
      value satisfies never
      return ''
  }
}

/** Names of a resource's parents and its own, from the outermost. */
export const nameSegments = ({ name, parent }: Resource): readonly Text[] =>
  parent === undefined ? [name] : [...nameSegments(parent), name]

export const typeAndName = (resource: Resource): string =>
  [`'${resource.type}'`, ...nameSegments(resource).map(armArgument)].join(', ')

function idExpression(resource: Resource): string {
  if (resource.scope === undefined) return `resourceId(${typeAndName(resource)})`
  return `extensionResourceId(${idExpression(resource.scope)}, ${typeAndName(resource)})`
}

const armArgument = (value: Text): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : armExpression(value)
