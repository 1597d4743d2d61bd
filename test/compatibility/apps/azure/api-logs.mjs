/** A library of the generation before, in an application on NodeSDK 3.x. */
import { azureMonitor } from '@kansoku/azure-monitor'
import { logs } from '@opentelemetry/api'
import { logs as olderLogs } from '@opentelemetry/api-logs'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK(azureMonitor({ instrumentOpenAI: false }))
sdk.start()
if (process.env.BRIDGE === 'true') olderLogs.setGlobalLoggerProvider(logs.getLoggerProvider())

olderLogs.getLogger('a library').emit({ body: 'from a library' })
await sdk.shutdown()
