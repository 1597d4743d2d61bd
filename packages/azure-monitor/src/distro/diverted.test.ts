import { trace, TraceFlags } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'

import { divertedSpans } from './diverted.ts'

/** Notes the flags that spans have when it hears of their end. */
function noting(ended: ReadableSpan[], flags: TraceFlags[]): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      ended.push(span)
      flags.push(span.spanContext().traceFlags)
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}

it('shows the end of a span to later processors without its flag, and leaves the span as it was', async () => {
  const [ours, oursFlags, theirs, theirFlags]: [
    ReadableSpan[],
    TraceFlags[],
    ReadableSpan[],
    TraceFlags[],
  ] = [[], [], [], []]
  const tracer = new BasicTracerProvider({
    spanProcessors: [divertedSpans([noting(ours, oursFlags)]), noting(theirs, theirFlags)],
  }).getTracer('test')
  const span = tracer.startSpan('call', { attributes: { turn: 3 } })
  span.end()
  // Also before the flag is back: a trace may be let through in the very turn in which it ends.
  expect(ours.map((each) => each.spanContext().traceFlags)).toEqual([TraceFlags.SAMPLED])
  await Promise.resolve()
  expect([oursFlags, theirFlags]).toEqual([[TraceFlags.SAMPLED], [TraceFlags.NONE]])
  expect(span.spanContext().traceFlags).toBe(TraceFlags.SAMPLED)
  expect(ours[0]?.attributes).toEqual({ turn: 3 })
  expect(ours[0]?.spanContext()).toEqual(span.spanContext())
  trace.disable()
})
