import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry'
import { azureMonitorDistro } from '@kansoku/azure-monitor'

const own = process.env.DISTRO_METRICS === 'true'
useAzureMonitor(azureMonitorDistro({ standardMetrics: own, performanceCounters: own }))
process.once('beforeExit', () => void shutdownAzureMonitor())
