/** The README's preload. The same file for both generations of the SDK. */
import { azureMonitor } from '@kansoku/azure-monitor'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK(azureMonitor())
sdk.start()
process.once('beforeExit', () => void sdk.shutdown())
