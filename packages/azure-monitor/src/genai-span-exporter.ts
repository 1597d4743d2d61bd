import type { SpanExporter } from '@opentelemetry/sdk-trace-base'

import { spanWith } from './copies.ts'
import { genAIRowAttributes, isGenAISpan } from './rows/genai-row.ts'

/**
 * Gives GenAI spans the attributes of their row just before they become envelopes. At the exporter, not in a
 * processor: the application pays nothing in `span.end()`, and other exporters see the span as it was.
 */
export function genAISpanExporter(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, resultCallback) =>
      exporter.export(
        spans.map((span) => (isGenAISpan(span) ? spanWith(span, genAIRowAttributes(span)) : span)),
        resultCallback,
      ),
    shutdown: () => exporter.shutdown(),
  }
}
