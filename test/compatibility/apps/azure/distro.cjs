const { shutdownAzureMonitor, useAzureMonitor } = require('@azure/monitor-opentelemetry')
const { azureMonitorDistro } = require('@kansoku/azure-monitor')

const own = process.env.DISTRO_METRICS === 'true'
useAzureMonitor(azureMonitorDistro({ standardMetrics: own, performanceCounters: own }))
process.once('beforeExit', () => void shutdownAzureMonitor())
