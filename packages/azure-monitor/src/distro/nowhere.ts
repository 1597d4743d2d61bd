import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'

/**
 * Exporter options that lead nowhere: without a key the exporter's constructor throws, and an application that nobody
 * gave a connection string has to start all the same.
 */
export function nowhere(): AzureMonitorExporterOptions {
  return {
    connectionString: 'InstrumentationKey=00000000-0000-0000-0000-000000000000',
    disableOfflineStorage: true,
    additionalPolicies: [
      {
        position: 'perCall',
        policy: {
          name: 'kansokuNowherePolicy',
          sendRequest: async (request) => ({
            request,
            status: 200,
            headers: request.headers,
            bodyAsText: '{"itemsReceived":0,"itemsAccepted":0,"errors":[]}',
          }),
        },
      },
    ],
  }
}
