import { bilingual } from '../../bilingual.ts'
import type { PackFunction } from '../../pack.ts'
import type { Resource } from '../resource.ts'

interface SavedSearchProperties {
  /**
   * Whatever is there is replaced; without it the service refuses a second deployment. The API documents it beside the
   * properties, where it has no effect (Azure/bicep-registry-modules, `operational-insights/workspace/saved-search`).
   */
  readonly etag: '*'
  readonly category: string
  readonly displayName: string
  readonly query: string
  readonly functionAlias: string
  readonly functionParameters?: string
  readonly tags: readonly { readonly name: string; readonly value: string }[]
  readonly version: 2
}

/** A function that every query of the workspace can call. */
export function savedFunctionResource(
  { name, title, parameters, tags, body }: PackFunction,
  workspace: Resource,
): Resource {
  return {
    symbol: `function${name}`,
    type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
    apiVersion: '2023-09-01',
    name: `kansoku-${name}`,
    parent: workspace,
    properties: {
      etag: '*',
      category: 'Kansoku',
      displayName: bilingual(title),
      query: body,
      functionAlias: name,
      // `name:type`, as the service writes it itself.
      ...(parameters !== '' && {
        functionParameters: parameters.replaceAll(/\s*:\s*/g, ':'),
      }),
      tags: [{ name: 'kansoku', value: tags.join(', ') }],
      version: 2,
    } satisfies SavedSearchProperties,
  }
}
