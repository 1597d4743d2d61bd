/** A NodeSDK 3.x whose spans go somewhere else, too: processors in the form of that generation. */
import { azureMonitor } from '@kansoku/azure-monitor'
import { traceTool } from '@kansoku/core'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace'

const { spanProcessors, ...configuration } = azureMonitor({ instrumentOpenAI: false })
const exporter = new InMemorySpanExporter()
const own = new BatchSpanProcessor({ exporter })
const sdk = new NodeSDK({ ...configuration, spanProcessors: [...spanProcessors, own] })
sdk.start()
await traceTool({ name: 'look_up', type: 'function' }, async () => undefined)
await own.forceFlush()
console.log(JSON.stringify(exporter.getFinishedSpans()[0].attributes))
await sdk.shutdown()
