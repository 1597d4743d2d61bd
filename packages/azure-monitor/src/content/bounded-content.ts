import { diag } from '@opentelemetry/api'
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { spanWith } from '../copies.ts'
import { isContent } from '../rows/tables.ts'
import { contentItems } from './content-item.ts'
import { hashed } from './place-content.ts'

/** Characters of content that may wait. V8 takes one or two bytes for each. */
const MAX_WAITING = 67_108_864

/**
 * A span processor whose queue holds a bounded amount of content: the SDK bounds spans by their number, and 2,048 of a
 * mebibyte would be two gibibytes. From half of the bound on, what waits is sent at once; beyond it, a span is queued as a
 * copy that has only hashes of its content.
 */
export function boundedContent(
  exporter: SpanExporter,
  queue: (exporter: SpanExporter) => SpanProcessor,
  max: number = MAX_WAITING,
): SpanProcessor {
  const sizes = new Map<ReadableSpan, number>()
  let waiting = 0
  let said = false
  let flushing: Promise<void> | undefined

  const gone = (span: ReadableSpan): void => {
    waiting -= sizes.get(span) ?? 0
    sizes.delete(span)
  }
  const processor = queue({
    export: (spans, resultCallback) => {
      exporter.export(spans, (result) => {
        for (const span of spans) gone(span)
        resultCallback(result)
      })
    },
    ...(exporter.forceFlush && { forceFlush: exporter.forceFlush.bind(exporter) }),
    shutdown: () => exporter.shutdown(),
  })
  const sendNow = (): void => {
    if (flushing) return
    const before = [...sizes.keys()]
    flushing = processor
      .forceFlush()
      .catch(() => undefined)
      // What the queue dropped, being full, is never exported: with the flush it is gone as well.
      .then(() => {
        for (const span of before) gone(span)
        flushing = undefined
      })
  }

  return {
    onStart: (span, context) => processor.onStart(span, context),
    onEnd: (span) => {
      const size = contentSize(span)
      if (size === 0) return processor.onEnd(span)
      if (waiting + size > max) {
        if (!said)
          diag.warn('kansoku: too much content waits to be sent, some calls have only hashes of it')
        said = true
        sendNow()
        const { attributes } = hashed(span.attributes, contentItems(span.attributes), 'memory')
        return processor.onEnd(spanWith(span, attributes as ReadableSpan['attributes']))
      }
      waiting += size
      sizes.set(span, size)
      processor.onEnd(span)
      if (waiting > max / 2) sendNow()
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  }
}

/** UTF-16 units, which cost nothing to count. */
function contentSize(span: ReadableSpan): number {
  let size = 0
  for (const key of Object.keys(span.attributes)) {
    const value = span.attributes[key]
    if (typeof value === 'string' && isContent(key)) size += value.length
  }
  return size
}
