import { type Context, context, createContextKey } from '@opentelemetry/api'

const KEY = createContextKey('kansoku.tenant')

/** Said or not said; what is said may be that it is nobody's. */
interface Said {
  readonly tenant: string | undefined
}

/**
 * What happens inside is this tenant's: its spans, events and details go where `tenants` of `azureMonitor()` says.
 * `undefined` is for work of one's own in the midst of a tenant's.
 *
 * Without `tenants` it only runs `fn`.
 *
 * @example
 * ```ts
 * app.use((request, response, next) => withTenant(request.user.organisation, next))
 * ```
 */
export function withTenant<T>(tenant: string | undefined, fn: () => T): T {
  return context.with(context.active().setValue(KEY, { tenant } satisfies Said), fn)
}

export function saidTenant(from: Context): Said | undefined {
  return from.getValue(KEY) as Said | undefined
}
