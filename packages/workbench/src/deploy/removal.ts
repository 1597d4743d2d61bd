import { armTemplate } from '@kansoku/log-analytics'

import { resourceType } from './resource-id.ts'

export interface Removal {
  readonly id: string
  readonly apiVersion: string
}

export interface RemovalPlan {
  /** In the order in which they can go: what extends or uses another first. */
  readonly remove: readonly Removal[]
  /** Not removed: they hold data, or no template of ours makes such. */
  readonly keep: readonly string[]
}

/** Nobody who takes the pack back wants the rows gone. */
const HOLD_DATA: ReadonlySet<string> = new Set([
  'microsoft.operationalinsights/workspaces',
  'microsoft.insights/components',
])

/** Later ones are used by earlier ones. What is not here goes between. */
const RANKS: Readonly<Record<string, number>> = {
  'microsoft.authorization/roleassignments': 0,
  'microsoft.insights/diagnosticsettings': 0,
  'microsoft.operationalinsights/querypacks': 2,
  'microsoft.insights/actiongroups': 2,
}

/** How to take resources away that a deployment of the pack made. */
export function removalPlan(ids: readonly string[]): RemovalPlan {
  const versions = apiVersions()
  const known = ids.flatMap((id) => {
    const type = resourceType(id).toLowerCase()
    const apiVersion = HOLD_DATA.has(type) ? undefined : versions.get(type)
    return apiVersion === undefined ? [] : [{ id, apiVersion, rank: RANKS[type] ?? 1 }]
  })
  const removed = new Set(known.map(({ id }) => id))
  return {
    remove: known
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ id, apiVersion }) => ({ id, apiVersion })),
    keep: ids.filter((id) => !removed.has(id)),
  }
}

/** By type, in lower case: of all that any template of the pack makes. */
function apiVersions(): ReadonlyMap<string, string> {
  const hosts = ['functions', 'container-apps'] as const
  const templates = hosts.map((consoleLines) =>
    armTemplate({ workspace: true, applicationInsights: true, actionGroup: true, consoleLines }),
  )
  const resources = templates.flatMap((template) => template.resources)
  return new Map(resources.map(({ type, apiVersion }) => [type.toLowerCase(), apiVersion]))
}
