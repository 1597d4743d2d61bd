import { deploymentOf } from '../deployment.ts'
import { type Expression, isExpression, type Text } from '../expression.ts'
import type { DeployOptions } from '../options.ts'
import type { Parameter, Resource } from '../resource.ts'
import { bicepText, escaped } from './bicep-text.ts'

/**
 * The same resources as {@link armTemplate}, as Bicep.
 *
 * @example
 * await writeFile('kansoku.bicep', bicep({ actionGroup: true }))
 *
 * @throws Error where Azure would refuse it for its size
 */
export function bicep(options: DeployOptions = {}): string {
  const { parameters, resources } = deploymentOf(options)
  return [...parameters.map(parameterText), ...resources.map(resourceText)].join('\n\n') + '\n'
}

function parameterText(parameter: Parameter): string {
  const { default: given, description, maxLength, minLength, name, type } = parameter
  return [
    `@description(${bicepText(description)})`,
    ...(minLength === undefined ? [] : [`@minLength(${minLength})`]),
    ...(maxLength === undefined ? [] : [`@maxLength(${maxLength})`]),
    `param ${name} ${type}${given === undefined ? '' : ` = ${valueText(given, '')}`}`,
  ].join('\n')
}

function resourceText(resource: Resource): string {
  const { apiVersion, dependsOn, existing, parent, scope, symbol, type } = resource
  const { identity, kind, location, name, properties } = resource
  const fields = [
    ...(parent ? [`parent: ${parent.symbol}`] : []),
    ...(scope ? [`scope: ${scope.symbol}`] : []),
    ...Object.entries({ name, location, kind, identity, properties }).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${valueText(value, '  ')}`],
    ),
    ...(dependsOn && dependsOn.length > 0
      ? [`dependsOn: [\n${dependsOn.map((each) => `    ${each.symbol}`).join('\n')}\n  ]`]
      : []),
  ]
  const head = `resource ${symbol} '${type}@${apiVersion}'${existing === true ? ' existing' : ''}`
  return `${head} = {\n${fields.map((field) => `  ${field}`).join('\n')}\n}`
}

/** A value; `indent` is that of the line on which it begins. */
function valueText(value: unknown, indent: string): string {
  if (typeof value === 'string') return bicepText(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (isExpression(value)) return expressionText(value)
  const inner = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map((each) => valueText(each, inner))
    : Object.entries(value).map(([key, each]) => `${keyText(key)}: ${valueText(each, inner)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (lines.length === 0) return open + close
  return `${open}\n${lines.map((line) => inner + line).join('\n')}\n${indent}${close}`
}

const keyText = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : `'${escaped(key)}'`)

function expressionText(value: Expression): string {
  switch (value.expression) {
    case 'parameter':
      return value.name
    case 'resource-group':
      return `resourceGroup().${value.property}`
    case 'id':
      return `${value.of.symbol}.id`
    case 'principal':
      return `${value.of.symbol}.identity.principalId`
    case 'role-definition':
      return `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${value.guid}')`
    case 'text':
      return `'${value.parts.map(partText).join('')}'`
    case 'guid':
      return `guid(${value.of.map((each) => valueText(each, '')).join(', ')})`
    case 'list':
      return `concat(${expressionText(value.of)}, [${value.and.map(expressionText).join(', ')}])`
    default:
      value satisfies never
      return ''
  }
}

const partText = (part: Text): string =>
  typeof part === 'string' ? escaped(part) : `\${${expressionText(part)}}`
