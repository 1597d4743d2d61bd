import { Agent } from 'node:http'

import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'

import type { Destination } from './connection-string.ts'
import type { ResolvedOptions } from './options.ts'
import type { AdditionalPolicy, PipelinePolicy } from './pipeline-policy.ts'

/**
 * A local endpoint that is restarted is back within seconds: ask each second, for about 20 s.
 * The exporter's default is four tries with growing waits, then the disk and 60 s.
 */
const LOOPBACK_RETRY = { maxRetries: 24, retryDelayInMs: 250, maxRetryDelayInMs: 1000 }

/** What the three exporters are built with. */
export function exporterOptions(
  destination: Destination,
  options: ResolvedOptions,
  policies: readonly PipelinePolicy[],
): AzureMonitorExporterOptions {
  const extra = options.exporterOptions
  const ours = destination.loopback ? [...policies, noProxyPolicy()] : policies
  return {
    ...(destination.loopback && { retryOptions: LOOPBACK_RETRY }),
    ...extra,
    connectionString: destination.connectionString,
    ...(destination.loopback && {
      // The version belongs to `endpoint`: the exporter only appends `/track`.
      endpoint: `${destination.ingestionEndpoint}/v2.1`,
      allowInsecureConnection: true,
    }),
    disableOfflineStorage: options.disableOfflineStorage,
    ...(options.storageDirectory !== undefined && { storageDirectory: options.storageDirectory }),
    additionalPolicies: [
      ...ours.map((policy): AdditionalPolicy => ({ position: 'perCall', policy })),
      ...(extra.additionalPolicies ?? []),
    ],
  }
}

/**
 * `HTTP_PROXY` must not catch requests to this machine's own loopback, which a proxy cannot reach.
 * Overwrites the agent, because the pipeline's proxy policy runs before ours (measured).
 */
function noProxyPolicy(): PipelinePolicy {
  const agent = new Agent({ keepAlive: true })
  return {
    name: 'kansokuNoProxyPolicy',
    sendRequest: (request, next) => {
      request.agent = agent
      return next(request)
    },
  }
}
