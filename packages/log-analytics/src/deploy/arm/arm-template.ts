import { deploymentOf } from '../deployment.ts'
import { type Expression, isExpression, type Text, text } from '../expression.ts'
import type { DeployOptions } from '../options.ts'
import type { Parameter, Resource } from '../resource.ts'
import { armExpression, nameSegments, typeAndName } from './arm-expression.ts'
import { armText } from './arm-text.ts'

export interface ArmParameter {
  readonly type: 'string' | 'array' | 'bool'
  readonly defaultValue?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly metadata: { readonly description: string }
}

export interface ArmResource {
  readonly type: string
  readonly apiVersion: string
  readonly name: string
  readonly scope?: string
  readonly location?: string
  readonly kind?: string
  readonly identity?: { readonly type: 'SystemAssigned' }
  readonly properties?: Readonly<Record<string, unknown>>
  readonly dependsOn?: readonly string[]
}

export interface ArmTemplate {
  readonly $schema: string
  readonly contentVersion: string
  readonly parameters: Readonly<Record<string, ArmParameter>>
  readonly resources: readonly ArmResource[]
}

/**
 * The pack as an ARM template of a resource group: saved functions, query pack, alert rules and workbook, and what the
 * options ask for beside them. No compute resource, no secret.
 *
 * @example
 * const template = armTemplate({ prompts: [{ prompt: 'search_decision', labels: ['Yes', 'No'] }] })
 * await writeFile('kansoku.arm.json', JSON.stringify(template, null, 2))
 *
 * @throws Error where Azure would refuse it for its size
 */
export function armTemplate(options: DeployOptions = {}): ArmTemplate {
  const { parameters, resources } = deploymentOf(options)
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries(parameters.map((each) => [each.name, armParameter(each)])),
    resources: resources.filter(({ existing }) => existing !== true).map(armResource),
  }
}

function armParameter(parameter: Parameter): ArmParameter {
  const { default: given, description, maxLength, minLength, type } = parameter
  return {
    type,
    ...(given !== undefined && { defaultValue: armValue(given) }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    metadata: { description },
  }
}

function armResource(resource: Resource): ArmResource {
  const { apiVersion, identity, kind, location, properties, scope, type } = resource
  const dependsOn = dependenciesOf(resource).map((each) =>
    bracketed({ expression: 'id', of: each }),
  )
  return {
    type,
    apiVersion,
    name: armValue(joined(nameSegments(resource))) as string,
    ...(scope && { scope: `[resourceId(${typeAndName(scope)})]` }),
    ...(location !== undefined && { location: armValue(location) as string }),
    ...(kind !== undefined && { kind }),
    ...(identity && { identity }),
    ...(properties && { properties: armValue(properties) as Readonly<Record<string, unknown>> }),
    ...(dependsOn.length > 0 && { dependsOn }),
  }
}

const bracketed = (expression: Expression): string => `[${armExpression(expression)}]`

function joined(segments: readonly Text[]): Text {
  const [first = '', ...rest] = segments
  return rest.length === 0 ? first : text(first, ...rest.flatMap((each) => ['/', each]))
}

/** A value as JSON holds it, with expressions as text in brackets. */
function armValue(value: unknown): unknown {
  if (typeof value === 'string') return armText(value)
  if (typeof value !== 'object' || value === null) return value
  if (isExpression(value)) return bracketed(value)
  if (Array.isArray(value)) return value.map(armValue)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, armValue(each)]))
}

/** Resources of this template that have to be there before: named, extended, referred to. */
function dependenciesOf({ dependsOn = [], name, parent, properties, scope }: Resource): Resource[] {
  const all = [parent, scope, ...dependsOn, ...referredTo(name), ...referredTo(properties)]
  return [...new Set(all)].filter(
    (each) => each !== undefined && each.existing !== true,
  ) as Resource[]
}

function referredTo(value: unknown): readonly Resource[] {
  if (typeof value !== 'object' || value === null) return []
  if (!isExpression(value)) return Object.values(value).flatMap(referredTo)
  switch (value.expression) {
    case 'id':
    case 'principal':
      return [value.of]
    case 'text':
      return value.parts.flatMap(referredTo)
    case 'guid':
      return value.of.flatMap(referredTo)
    case 'list':
      return [value.of, ...value.and].flatMap(referredTo)
    default:
      return []
  }
}
