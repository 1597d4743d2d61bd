import { type ContentPolicy, contentPolicyOver, type ResolvedContentPolicy } from '@kansoku/core'
import type { Context } from '@opentelemetry/api'

import { ConnectionStringError } from '../connection-string-error.ts'
import { type Destination, parseConnectionString } from '../connection-string.ts'
import { notice } from '../notice.ts'

/** Where the rows of one tenant go, and what of its content may be in them. */
export interface TenantDestination {
  /** Of the tenant's Application Insights resource. */
  readonly connectionString: string
  /**
   * Rules for its calls, over the general `contentPolicy`: what they do not say, that one says; redactors are added. Counts
   * where the tenant is known at the call's start, so not with `key: { resource }`.
   */
  readonly contentPolicy?: ContentPolicy | undefined
  /** Whether its calls are on stdout, too, where a console record is written: stdout is one stream for all. @defaultValue `false` */
  readonly consoleRecord?: boolean | undefined
}

/**
 * How a tenant is found where `withTenant()` does not say it: by an entry of the baggage, by an attribute of the resource
 * (a process for each), or by a function of the context, such as one that asks an `AsyncLocalStorage`.
 *
 * Baggage comes with requests: take it from callers that you trust only, or one names another's tenant.
 */
export type TenantKey =
  | { readonly baggage: string }
  | { readonly resource: string }
  | ((context: Context) => string | undefined)

/** Sends what is recorded to the Application Insights resource of the tenant that it is about. */
export interface TenantOptions {
  /** @defaultValue `withTenant()` alone */
  readonly key?: TenantKey | undefined
  /**
   * By tenant: a connection string, or more. A function is asked when a tenant's exporters are opened, and at the start of
   * its calls for their content policy: it should look things up in memory.
   */
  readonly destinations:
    | Readonly<Record<string, string | TenantDestination>>
    | ((tenant: string) => string | TenantDestination | undefined)
  /**
   * What becomes of a tenant that has no destination: its rows go to the general connection string, or nowhere. Refused ones
   * are counted, and said. What belongs to no tenant goes to the general one in any case.
   * @defaultValue `'refuse'`
   */
  readonly unknown?: 'default' | 'refuse' | undefined
  /** How many resources have their exporters open at once; the one that was not used for longest is flushed and closed. @defaultValue 100 */
  readonly maxOpen?: number | undefined
}

/** All questions answered. */
export interface ResolvedTenants {
  readonly key: TenantKey | undefined
  /** Nothing where the tenant is not known, or its connection string of no use. Never throws. */
  readonly destinationOf: (tenant: string) => ResolvedTenant | undefined
  readonly unknown: 'default' | 'refuse'
  readonly maxOpen: number
  /** Whether a tenant's own policy records content; nothing where only calls will tell. */
  readonly captures: boolean | undefined
  /** Whether a tenant's resource is, or may be, on another machine. */
  readonly mayBeRemote: boolean
}

export interface ResolvedTenant {
  readonly destination: Destination
  readonly contentPolicy: ResolvedContentPolicy | undefined
  readonly consoleRecord: boolean
}

const MAX_OPEN = 100

/** @throws {@link ConnectionStringError} where one of the given connection strings cannot be used */
export function resolveTenants(
  { destinations, key, maxOpen = MAX_OPEN, unknown = 'refuse' }: TenantOptions,
  general: ResolvedContentPolicy,
  warnings: string[],
): ResolvedTenants {
  const isCount = Number.isInteger(maxOpen) && maxOpen > 0
  if (!isCount) warnings.push('tenants.maxOpen is no positive whole number and is ignored.')
  const rest = { key, unknown, maxOpen: isCount ? maxOpen : MAX_OPEN }
  if (typeof destinations === 'function')
    return {
      ...rest,
      destinationOf: asking(destinations, general),
      captures: undefined,
      mayBeRemote: true,
    }
  const known = readAll(destinations, general, warnings)
  return {
    ...rest,
    destinationOf: (tenant) => known.get(tenant),
    captures: [...known.values()].some(({ contentPolicy }) => contentPolicy?.capturesAnything),
    mayBeRemote: [...known.values()].some(({ destination }) => !destination.loopback),
  }
}

/** At once: whoever starts the process hears of a mistake, not whoever is the first to call. */
function readAll(
  destinations: Readonly<Record<string, string | TenantDestination>>,
  general: ResolvedContentPolicy,
  warnings: string[],
): ReadonlyMap<string, ResolvedTenant> {
  return new Map(
    Object.entries(destinations).map(([tenant, given]) => {
      const where = `tenants.destinations['${tenant}']`
      const resolved = resolveTenant(given, general, where)
      const { warnings: ofPolicy = [] } = resolved.contentPolicy ?? {}
      warnings.push(...ofPolicy.map((warning) => `${where}: ${warning}.`))
      return [tenant, resolved] as const
    }),
  )
}

/** What the function gives is read again only where it is another answer than before. */
function asking(
  destinations: (tenant: string) => string | TenantDestination | undefined,
  general: ResolvedContentPolicy,
): ResolvedTenants['destinationOf'] {
  const read = new Map<string, { readonly given: Given; readonly resolved?: ResolvedTenant }>()
  return (tenant) => {
    try {
      const given = destinations(tenant)
      if (given === undefined) return undefined
      const before = read.get(tenant)
      if (before && isSame(before.given, given)) return before.resolved
      if (read.size >= MAX_READ) read.clear()
      // Also where it throws below: the same answer is of no more use the next time.
      read.set(tenant, { given })
      const resolved = resolveTenant(given, general, 'what tenants.destinations() gave')
      read.set(tenant, { given, resolved })
      return resolved
    } catch (error) {
      // The same problem of many calls, or of many tenants, is one line.
      notice(
        error instanceof ConnectionStringError
          ? `${error.message} Its tenant counts as unknown.`
          : 'tenants.destinations() threw. Its tenant counts as unknown.',
      )
      return undefined
    }
  }
}

type Given = string | TenantDestination

/** Functions make new objects. */
function isSame(before: Given, given: Given): boolean {
  if (typeof before === 'string' || typeof given === 'string') return before === given
  return (
    before.connectionString === given.connectionString &&
    before.contentPolicy === given.contentPolicy &&
    before.consoleRecord === given.consoleRecord
  )
}

/** Some hundred bytes each. */
const MAX_READ = 10_000

function resolveTenant(
  given: Given,
  general: ResolvedContentPolicy,
  where: string,
): ResolvedTenant {
  // A variable that is not set comes from JavaScript as undefined.
  const { connectionString, consoleRecord, contentPolicy }: Partial<TenantDestination> =
    typeof given === 'object' ? given : { connectionString: given }
  const destination = parseConnectionString(connectionString)
  if (destination.kind === 'problem')
    throw new ConnectionStringError(where, destination.code, destination.message)
  if (destination.kind === 'nothing-to-send-to')
    throw new ConnectionStringError(where, 'missing-key', 'it is empty.')
  return {
    destination,
    contentPolicy: contentPolicy && contentPolicyOver(general, contentPolicy),
    consoleRecord: consoleRecord ?? false,
  }
}
