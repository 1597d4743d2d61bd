import type { Attributes } from '@opentelemetry/api'

/** What both generations of the SDK have. */
interface Resource {
  readonly attributes: Attributes
  readonly asyncAttributesPending?: boolean
  readonly getRawAttributes?: () => readonly (readonly [string, unknown])[]
}

/** Gives of a resource what belongs on the rows of its calls. */
export type ResourceAttributes = (resource: Resource) => Attributes

/**
 * The exporter puts a resource into three tags (role, instance, version) and nothing of it into Properties: which
 * environment or customer a call was for could not be asked.
 */
export const DEFAULT_RESOURCE_ATTRIBUTES: readonly string[] = [
  'service.name',
  'service.namespace',
  'service.version',
  'deployment.environment.name',
]

/** What the SDK says where nobody has named the service: a path of the machine. */
const UNKNOWN = 'unknown_service'

/** Of these names, what the resource knows. Read once per resource: a process has one. */
export function resourceAttributes(names: readonly string[]): ResourceAttributes {
  const known = new WeakMap<Resource, Attributes>()
  return (resource) => {
    const before = known.get(resource)
    if (before) return before
    const all = attributesOf(resource)
    const chosen: Attributes = {}
    for (const name of names) {
      const value = all[name]
      if (value !== undefined && !String(value).startsWith(UNKNOWN)) chosen[name] = value
    }
    if (resource.asyncAttributesPending !== true) known.set(resource, chosen)
    return chosen
  }
}

/** What a detector is still looking for is left out; asking for it would be an error message of the SDK's. */
export function attributesOf(resource: Resource): Attributes {
  if (resource.asyncAttributesPending !== true) return resource.attributes
  const raw = resource.getRawAttributes?.() ?? []
  // Of two values the SDK takes the first.
  return Object.fromEntries(raw.filter(([, value]) => !isPending(value)).toReversed()) as Attributes
}

function isPending(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}
