// An SDK of the application's own, with exporters of its own: it prints the names of what it gets.
import { trace } from '@opentelemetry/api'
import { InstrumentationBase } from '@opentelemetry/instrumentation'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

/** As all are: it has its tracer before the SDK has registered a provider. */
class OtherInstrumentation extends InstrumentationBase {
  constructor() {
    super('another instrumentation', '1', {})
  }
  init() {}
  record() {
    this.tracer.startSpan('from an instrumentation').end()
  }
}

const exporter = new InMemorySpanExporter()
const instrumentation = new OtherInstrumentation()
new NodeSDK({
  instrumentations: [instrumentation],
  metricReaders: [],
  logRecordProcessors: [],
  spanProcessors: [new SimpleSpanProcessor(exporter)],
}).start()

/** Runs `fn` in a span of the application. */
export function inSpan(name, fn) {
  return trace.getTracer('the application').startActiveSpan(name, async (span) => {
    instrumentation.record()
    await fn()
    span.end()
  })
}

process.once('beforeExit', () => {
  console.log(
    exporter
      .getFinishedSpans()
      .map(({ name }) => name)
      .join(', '),
  )
})
