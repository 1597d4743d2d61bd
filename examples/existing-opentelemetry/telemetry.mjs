import { azureMonitor } from '@kansoku/azure-monitor'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

// What the application had: spans over OTLP. What is new: the rows of the model's calls in Application Insights.
const { spanProcessors, ...azure } = azureMonitor()
const sdk = new NodeSDK({
  ...azure,
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(new OTLPTraceExporter())],
})
sdk.start()
process.once('beforeExit', () => void sdk.shutdown())
process.once('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)))
