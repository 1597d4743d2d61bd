import type { SpanExporter } from '@opentelemetry/sdk-trace-base'

import type { SpanContent } from './content/span-content.ts'
import { spanWith } from './copies.ts'
import { genAIRowAttributes, isGenAISpan } from './rows/genai-row.ts'
import type { ResourceAttributes } from './rows/resource-attributes.ts'

/**
 * Gives GenAI spans the attributes of their row just before they become envelopes. At the exporter, not in a
 * processor: the application pays nothing in `span.end()`, and other exporters see the span as it was.
 *
 * @param ofResource what of its process a row says
 * @param content takes from the rows what is stored beside them
 */
export function genAISpanExporter(
  exporter: SpanExporter,
  ofResource: ResourceAttributes,
  content?: SpanContent,
): SpanExporter {
  return {
    export: (spans, resultCallback) => {
      const stored = content?.store(spans.filter(isGenAISpan), resultCallback)
      exporter.export(
        spans.map((span) => {
          if (!isGenAISpan(span)) return span
          const attributes = stored?.attributes.get(span) ?? span.attributes
          const { resource, status } = span
          return spanWith(span, genAIRowAttributes({ attributes, status }, ofResource(resource)))
        }),
        stored?.resultCallback ?? resultCallback,
      )
    },
    shutdown: async () => {
      await exporter.shutdown()
      await content?.shutdown()
    },
  }
}
