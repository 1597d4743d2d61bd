import type { RemovalPlan } from './removal.ts'
import { resourceName, resourceType } from './resource-id.ts'

/** What Azure foresees for one resource. */
export interface PredictedChange {
  readonly resourceId?: string
  readonly changeType: string
  readonly delta?: readonly PropertyChange[]
  readonly unsupportedReason?: string
}

interface PropertyChange {
  readonly path: string
  readonly propertyChangeType: string
  readonly before?: unknown
  readonly after?: unknown
  readonly children?: readonly PropertyChange[]
}

/** What a deployment would do, in the words of a list. */
export interface ChangeList {
  readonly lines: readonly string[]
  /** How many resources would be made, changed or removed. */
  readonly changed: number
}

const signs: Readonly<Record<string, string>> = {
  Create: '+',
  Modify: '~',
  Deploy: '~',
  Delete: '-',
  Unsupported: '?',
}

/** Of the template; what else is in the resource group Azure lists as ignored. */
const foreseen = ({ changeType }: PredictedChange): boolean => changeType !== 'Ignore'

/** Resources of the template, whether they change or not. */
export function predictedIds(changes: readonly PredictedChange[]): readonly string[] {
  return changes.filter(foreseen).flatMap(({ resourceId }) => resourceId ?? [])
}

/** What a person reads before saying yes: a line for each resource that changes, and one for each property. */
export function changeList(
  changes: readonly PredictedChange[],
  removal: RemovalPlan = { remove: [], keep: [] },
): ChangeList {
  const changing = changes.filter((each) => foreseen(each) && each.changeType !== 'NoChange')
  const same = changes.filter(({ changeType }) => changeType === 'NoChange').length
  const lines = changing.flatMap((change) => [
    `${signs[change.changeType] ?? '?'} ${labelOf(change.resourceId ?? '')}`,
    ...(change.unsupportedReason === undefined ? [] : [`    ${change.unsupportedReason}`]),
    ...(change.delta ?? []).flatMap((each) => propertyLines(each, '')),
  ])
  const gone = removal.remove.map(({ id }) => `- ${labelOf(id)}`)
  return {
    lines: [...lines, ...gone, ...(same > 0 ? [`  ${same} unchanged`] : [])],
    changed: changing.length + gone.length,
  }
}

/** `scheduledQueryRules kansoku-slow-calls`: the provider says nothing that the type does not. */
export function labelOf(id: string): string {
  const type = resourceType(id)
  return `${type.slice(type.indexOf('/') + 1)} ${resourceName(id)}`
}

function propertyLines(change: PropertyChange, above: string): string[] {
  const path = above === '' ? change.path : `${above}.${change.path}`
  if (change.children !== undefined && change.children.length > 0)
    return change.children.flatMap((each) => propertyLines(each, path))
  const { after, before, propertyChangeType } = change
  // What the service fills in by itself is no change of ours.
  if (propertyChangeType === 'NoEffect') return []
  return [`    ${path}: ${shown(before)} → ${shown(after)}`]
}

const LONGEST = 60

/** A query of forty lines would hide all other changes: its first letters tell which it is. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '(none)'
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/gu, ' ')
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
