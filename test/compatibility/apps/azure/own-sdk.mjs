/** A NodeSDK of the application's own, started after `register`: it prints the names of the spans that it gets. */
import { traceTool } from '@kansoku/core'
import { trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'

const exporter = new InMemorySpanExporter()
const spanProcessors = [new SimpleSpanProcessor({ exporter })]
const sdk = new NodeSDK({ metricReaders: [], logRecordProcessors: [], spanProcessors })
sdk.start()

await trace.getTracer('the application').startActiveSpan('a request', async (span) => {
  await traceTool({ name: 'look_up' }, async () => undefined)
  span.end()
})
// It waits for what the resource is still looking for.
await spanProcessors[0].forceFlush()
console.log(
  exporter
    .getFinishedSpans()
    .map(({ name }) => name)
    .join(),
)
