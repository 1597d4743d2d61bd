import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry'
import { azureMonitorDistro } from '@kansoku/azure-monitor'

useAzureMonitor(azureMonitorDistro())
process.once('beforeExit', () => void shutdownAzureMonitor())
