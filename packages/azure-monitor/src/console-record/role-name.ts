import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import { attributesOf } from '../rows/resource-attributes.ts'

/** In the order in which the exporter asks for them (`getCloudRole` in its `utils/common.ts`). */
const KUBERNETES = [
  'k8s.deployment.name',
  'k8s.replicaset.name',
  'k8s.statefulset.name',
  'k8s.job.name',
  'k8s.cronjob.name',
  'k8s.daemonset.name',
] as const

/** What becomes AppRoleName of the span's row. */
export function roleName(resource: ReadableSpan['resource']): string {
  const attributes = attributesOf(resource)
  const name = attributes['service.name']
  const namespace = attributes['service.namespace']
  const service = name ? (namespace ? `${String(namespace)}.${String(name)}` : String(name)) : ''
  if (name && !String(name).startsWith('unknown_service')) return service
  const workload = KUBERNETES.map((key) => attributes[key]).find(Boolean)
  return workload ? String(workload) : service
}
