/** An application with Microsoft's distro that knows nothing of us, started with `register`. */
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry'
import { traceTool } from '@kansoku/core'
import { trace } from '@opentelemetry/api'

const [key, endpoint] = process.env.APPLICATIONINSIGHTS_CONNECTION_STRING.split(';')
useAzureMonitor({
  azureMonitorExporterOptions: {
    connectionString: key,
    endpoint: `${endpoint.split('=')[1]}/v2.1`,
    allowInsecureConnection: true,
  },
  enableLiveMetrics: false,
  tracesPerSecond: 0,
})
await trace.getTracer('the application').startActiveSpan('a request', async (span) => {
  await traceTool({ name: 'look_up', callId: 'call-1' }, async () => undefined)
  span.end()
})
await shutdownAzureMonitor()
