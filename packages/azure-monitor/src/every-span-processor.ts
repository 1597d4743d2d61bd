import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Several processors in the place of one: behind a decision that is taken once. */
export function everySpanProcessor(processors: readonly SpanProcessor[]): SpanProcessor {
  return {
    onStart: (span, parent) => {
      for (const each of processors) each.onStart(span, parent)
    },
    onEnd: (span) => {
      for (const each of processors) each.onEnd(span)
    },
    forceFlush: async () => {
      await Promise.allSettled(processors.map((each) => each.forceFlush()))
    },
    shutdown: async () => {
      await Promise.allSettled(processors.map((each) => each.shutdown()))
    },
  }
}
