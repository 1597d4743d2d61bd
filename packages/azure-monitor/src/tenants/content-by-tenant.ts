import { guard, type ResolvedContentPolicy, resolveContentPolicy } from '@kansoku/core'
import { context } from '@opentelemetry/api'

import type { ResolvedTenants } from './options.ts'
import type { TenantMarks } from './tenant-marks.ts'

/** What is recorded while nobody knows whose it is: no content. */
const CLOSED = resolveContentPolicy({ capture: 'NO_CONTENT' })

/** The general policy, in whose place each tenant's own stands during its calls. */
export function contentByTenant(
  general: ResolvedContentPolicy,
  tenants: ResolvedTenants,
  marks: TenantMarks,
): ResolvedContentPolicy {
  const own = (): { readonly policy: ResolvedContentPolicy | undefined } => {
    const { tenant } = marks.ofContext(context.active())
    return {
      policy: tenant === undefined ? undefined : tenants.destinationOf(tenant)?.contentPolicy,
    }
  }
  return {
    ...general,
    instead: () => {
      const found = guard('asking for a tenant', own)
      return found ? found.policy : CLOSED
    },
  }
}
