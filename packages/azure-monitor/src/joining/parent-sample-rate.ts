import { trace } from '@opentelemetry/api'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { ATTR_SAMPLE_RATE } from '../rows/tables.ts'

/**
 * A span of ours below one of the application's was kept because that one was: it stands for as many. The sampler that
 * says so is that of the application's SDK, and our own does not know of it.
 */
export const parentSampleRate: SpanProcessor = {
  onStart: (span, parentContext) => {
    // What is no span of an SDK has no attributes.
    const parent = trace.getSpan(parentContext) as
      | { attributes?: Record<string, unknown> }
      | undefined
    const rate = parent?.attributes?.[ATTR_SAMPLE_RATE]
    if (typeof rate === 'number' && span.attributes[ATTR_SAMPLE_RATE] === undefined)
      span.setAttribute(ATTR_SAMPLE_RATE, rate)
  },
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
}
