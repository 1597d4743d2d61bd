import { type Destination, resourceId } from '../connection-string.ts'
import { type ContentStore, contentStore } from '../content/content-store.ts'
import type { ResolvedOptions } from '../options.ts'
import { createSink, type Way } from '../sink.ts'
import type { TenantMarks } from './tenant-marks.ts'
import { tenantRouter } from './tenant-router.ts'

/**
 * The way to the resources of all tenants, or nothing where stdout is all that is wanted.
 *
 * @param fallback the general resource; without one, what is nobody's is refused
 */
export function createRouter(
  fallback: Destination | undefined,
  options: ResolvedOptions,
  marks: TenantMarks,
): Way | undefined {
  const { consoleRecord, contentStorage, logs, spans, tenants } = options
  if (!tenants || consoleRecord?.only) return undefined
  // Kept where exporters are closed: a budget is for a day.
  const stores = new Map<string, ContentStore | undefined>()
  return tenantRouter({
    tenants,
    marks,
    fallback,
    // At a flush a whole queue follows what was on its way before.
    maxInFlight: 2 * Math.max(spans?.maxQueueSize ?? 0, logs?.maxQueueSize ?? 0),
    open: (destination) => {
      const id = resourceId(destination)
      const content = stores.has(id) ? stores.get(id) : contentStore(contentStorage)
      stores.set(id, content)
      return createSink(destination, options, content)
    },
  })
}
