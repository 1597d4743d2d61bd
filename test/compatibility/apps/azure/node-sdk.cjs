const { azureMonitor } = require('@kansoku/azure-monitor')
const { NodeSDK } = require('@opentelemetry/sdk-node')

const sdk = new NodeSDK(azureMonitor())
sdk.start()
process.once('beforeExit', () => void sdk.shutdown())
