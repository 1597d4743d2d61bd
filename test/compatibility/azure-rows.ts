import type { WireEnvelope } from '../../packages/azure-monitor/src/testing/ingestion-server.ts'

/** Everything that arrived, as one text: in an order of its own, without what differs from run to run. */
export function stableRows(envelopes: readonly WireEnvelope[], modelPort: string): string {
  const spans = envelopes
    .filter(({ data }) => data.baseType === 'RemoteDependencyData')
    .toSorted((a, b) => a.time.localeCompare(b.time))
    .map(({ data }) => data.baseData['id'])
  const span = (id: unknown): string => `span ${spans.indexOf(id)}`
  const rows = JSON.stringify(
    envelopes
      .filter((envelope) => !isResource(envelope))
      .map((envelope) => stable(envelope, span))
      .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    null,
    2,
  )
  return `${rows.replaceAll(modelPort, 'port')}\n`
}

function stable({ data, tags, ...envelope }: WireEnvelope, span: (id: unknown) => string): object {
  const parent = tags['ai.operation.parentId']
  const { id, duration, exceptions, measurements, metrics, properties, ...baseData } = data.baseData
  return {
    baseType: data.baseType,
    baseData: {
      ...(id !== undefined && { id: span(id) }),
      ...(duration !== undefined && { duration: typeof duration }),
      ...baseData,
      ...(Array.isArray(exceptions) && { exceptions: exceptions.map(withoutStack) }),
      ...(Array.isArray(metrics) && { metrics: metrics.map(withoutSeconds) }),
      properties: withoutTimes(properties),
      ...(measurements && { measurements: withoutTimes(measurements) }),
    },
    ...envelope,
    time: typeof envelope.time,
    tags: {
      ...tags,
      'ai.internal.sdkVersion': 'sdk',
      'ai.cloud.roleInstance': 'host',
      ...(tags['ai.operation.id'] !== undefined && { 'ai.operation.id': 'trace' }),
      ...(parent !== undefined && { 'ai.operation.parentId': span(parent) }),
    },
  }
}

/** The exporter's own description of the resource, one a batch. */
function isResource({ data }: WireEnvelope): boolean {
  const { metrics } = data.baseData as { metrics?: { name: string }[] }
  return metrics?.[0]?.name === '_OTELRESOURCE_'
}

function withoutStack(exception: Record<string, unknown>): object {
  return { ...exception, stack: typeof exception['stack'] }
}

/** Times are not the same twice; how often something was measured is. */
function withoutSeconds(metric: Record<string, unknown>): object {
  const isTime = /duration|time_/.test(String(metric['name']))
  return isTime ? { ...metric, value: 's', max: 's', min: 's' } : metric
}

function withoutTimes(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      key === 'gen_ai.response.time_to_first_chunk' || key === 'exception.stacktrace'
        ? typeof value
        : value,
    ]),
  )
}
