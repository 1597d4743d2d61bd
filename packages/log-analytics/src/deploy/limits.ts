import { isExpression } from './expression.ts'
import type { Deployment, Resource } from './resource.ts'

/** Of Azure: `alerts/includes/azure-monitor-limits-alerts.md` of azure-monitor-docs, and the limits of ARM templates. */
const MOST = {
  ruleBytes: 65_536,
  description: 4096,
  resources: 800,
  resourceBytes: 1_048_576,
  prefix: 40,
} as const

/** @throws Error naming what Azure would refuse for its size, and what to do */
export function checkLimits({ parameters, resources }: Deployment): void {
  const prefix = parameters.find(({ name }) => name === 'prefix')?.default
  if (typeof prefix === 'string' && !/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(prefix)) {
    throw new Error(
      `the prefix "${prefix}" cannot begin a resource's name; take up to ${MOST.prefix} letters, digits and hyphens`,
    )
  }
  if (resources.length > MOST.resources) {
    throw new Error(
      `there are ${resources.length} resources; a template takes ${MOST.resources}: deploy the prompts in groups`,
    )
  }
  for (const resource of resources) checkResource(resource)
}

function checkResource(resource: Resource): void {
  const { properties = {}, type } = resource
  const bytes = Buffer.byteLength(JSON.stringify(properties, withoutResources))
  const most = type === 'Microsoft.Insights/scheduledQueryRules' ? 'ruleBytes' : 'resourceBytes'
  if (bytes > MOST[most]) {
    throw new Error(
      `${titleOf(resource)} has ${bytes} bytes; Azure takes ${MOST[most]}: shorten its query or the labels of its contract`,
    )
  }
  const description = 'description' in properties ? String(properties.description) : ''
  if (description.length > MOST.description) {
    throw new Error(
      `the description of ${titleOf(resource)} has ${description.length} characters; Azure takes ${MOST.description}: shorten it, or the prompt's name`,
    )
  }
}

/** Expressions refer to whole resources, and are short in the end. */
const withoutResources = (_: string, value: unknown): unknown =>
  isExpression(value) ? value.expression : value

const titleOf = ({ properties = {}, symbol, type }: Resource): string => {
  const kind = type.slice(type.lastIndexOf('/') + 1)
  const title = 'displayName' in properties ? properties.displayName : symbol
  return `${kind} "${typeof title === 'string' ? title : symbol}"`
}
