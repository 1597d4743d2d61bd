import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { resources } from '@opentelemetry/sdk-node'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** A time of the tests' own. */
const START = Date.UTC(2026, 10, 24, 12, 0, 0, 500)

/** A real span of 44.4024 ms that has ended, with these attributes. */
export function spanOf(attributes: Attributes, failed = false): ReadableSpan {
  const exporter = new InMemorySpanExporter()
  const span = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'rag-chatbot' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
    .getTracer('test')
    .startSpan('chat gpt-4o', { kind: SpanKind.CLIENT, startTime: START, attributes })
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end([START / 1000 - 0.5, 544_402_400])
  const [ended] = exporter.getFinishedSpans()
  if (!ended) throw new Error('the span was not recorded')
  return ended
}
