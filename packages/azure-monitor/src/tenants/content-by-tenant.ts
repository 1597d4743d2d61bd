import { guard, type ResolvedContentPolicy, resolveContentPolicy } from '@kansoku/core'
import { context } from '@opentelemetry/api'

import type { ResolvedOptions } from '../options.ts'
import { type TenantMarks, tenantMarks } from './tenant-marks.ts'

/** What is recorded while nobody knows whose it is: no content. */
const CLOSED = resolveContentPolicy({ capture: 'NO_CONTENT' })

/**
 * The options with a content policy in whose place each tenant's own stands during its calls, and the marks by which
 * routing finds the tenants; the options alone where there are none.
 */
export function withContentByTenant(options: ResolvedOptions): {
  readonly options: ResolvedOptions
  readonly marks?: TenantMarks
} {
  const { contentPolicy, tenants } = options
  if (!tenants) return { options }
  const marks = tenantMarks(tenants.key)
  const ofCall = (): { readonly policy: ResolvedContentPolicy | undefined } => {
    const { tenant } = marks.ofContext(context.active())
    return {
      policy: tenant === undefined ? undefined : tenants.destinationOf(tenant)?.contentPolicy,
    }
  }
  const instead = (): ResolvedContentPolicy | undefined => {
    const found = guard('asking for a tenant', ofCall)
    return found ? found.policy : CLOSED
  }
  const capturesAnything = contentPolicy.capturesAnything || tenants.captures === true
  return {
    options: { ...options, contentPolicy: { ...contentPolicy, capturesAnything, instead } },
    marks,
  }
}
