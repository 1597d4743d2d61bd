import { type Attributes, context, trace } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'

import { parentSampleRate } from './parent-sample-rate.ts'

it.each([
  [{ 'microsoft.sample_rate': 20 }, {}, { 'microsoft.sample_rate': 20 }],
  [
    { 'microsoft.sample_rate': 20 },
    { 'microsoft.sample_rate': 50 },
    { 'microsoft.sample_rate': 50 },
  ],
  [{}, {}, {}],
])('below a span with %j, one with %j has %j', (above, own, expected: Attributes) => {
  const exporter = new InMemorySpanExporter()
  const ours = new BasicTracerProvider({
    spanProcessors: [parentSampleRate, new SimpleSpanProcessor(exporter)],
  })
  const parent = new BasicTracerProvider().getTracer('app').startSpan('a', { attributes: above })
  ours
    .getTracer('ours')
    .startSpan('b', { attributes: own }, trace.setSpan(context.active(), parent))
    .end()
  expect(exporter.getFinishedSpans()[0]?.attributes).toEqual(expected)
})

it('is content with a parent that is no span of an SDK', () => {
  const exporter = new InMemorySpanExporter()
  const ours = new BasicTracerProvider({
    spanProcessors: [parentSampleRate, new SimpleSpanProcessor(exporter)],
  })
  const remote = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }
  ours.getTracer('ours').startSpan('b', {}, trace.setSpanContext(context.active(), remote)).end()
  expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({})
})
