import { bilingual } from '../../bilingual.ts'
import type { PackQuery } from '../../pack-query.ts'
import { stableGuid } from '../../stable-guid.ts'
import { parameter, prefixed } from '../expression.ts'
import type { Resource } from '../resource.ts'

interface PackedQueryProperties {
  readonly displayName: string
  readonly description: string
  readonly body: string
  readonly related: { readonly resourceTypes: readonly string[] }
  readonly tags: { readonly labels: readonly string[] }
}

/** The query pack and the queries in it. */
export function queryPackResources(queries: readonly PackQuery[]): readonly Resource[] {
  const pack: Resource = {
    symbol: 'queryPack',
    type: 'Microsoft.OperationalInsights/queryPacks',
    apiVersion: '2023-09-01',
    name: prefixed('queries'),
    location: parameter('location'),
    properties: {},
  }
  return [pack, ...queries.map((query, index) => packedQuery(query, index, pack))]
}

function packedQuery(
  { name, title, description, tags, text }: PackQuery,
  index: number,
  parent: Resource,
): Resource {
  return {
    symbol: `query${index + 1}`,
    type: 'Microsoft.OperationalInsights/queryPacks/queries',
    apiVersion: '2023-09-01',
    // The service takes nothing but a GUID; the same one at each deployment, or the pack would fill with copies.
    name: stableGuid(`query/${name}`),
    parent,
    properties: {
      displayName: bilingual(title),
      description: bilingual(description),
      body: text,
      related: { resourceTypes: ['microsoft.operationalinsights/workspaces'] },
      tags: { labels: ['kansoku', ...tags] },
    } satisfies PackedQueryProperties,
  }
}
