// A preload file as people with a NodeSDK of their own write it.
import { azureMonitor } from '@kansoku/azure-monitor'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK(azureMonitor({ serviceName: 'own-sdk' }))
sdk.start()
process.once('beforeExit', () => void sdk.shutdown())
