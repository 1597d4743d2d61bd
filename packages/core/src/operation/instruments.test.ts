import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { expect, it } from 'vitest'

import { createInstruments } from './instruments.ts'
import { SpanAttributes } from './span-attributes.ts'

async function tokensByModel(
  models: readonly string[],
  tokensOf: (call: number) => number = () => 7,
): Promise<Record<string, number>> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] })
  const { inference } = createInstruments(provider.getMeter('test'))
  for (const [call, model] of models.entries())
    inference(
      new SpanAttributes(
        { 'gen_ai.request.model': model },
        { 'gen_ai.usage.input_tokens': tokensOf(call) },
      ),
      { duration: 1, timesPerOutputChunk: [] },
    )
  await provider.forceFlush()
  const metrics = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics[0]?.metrics ?? [])
  const counted = metrics.find(
    ({ descriptor }) => descriptor.name === 'gen_ai.client.inference.usage.input_tokens',
  )
  const points = (counted?.dataPoints ?? []) as DataPoint<number>[]
  await provider.shutdown()
  return Object.fromEntries(
    points.map(({ attributes, value }) => [String(attributes['gen_ai.request.model']), value]),
  )
}

it('counts each model by itself, however the calls take turns, and more models than are kept at once', async () => {
  const models = Array.from({ length: 50 }, (_, index) => `model-${index}`)
  const counted = await tokensByModel([...models, ...models.toReversed(), 'model-3'])
  expect(counted).toEqual(
    Object.fromEntries(models.map((model) => [model, model === 'model-3' ? 21 : 14])),
  )
})

it('counts no tokens that are no count, which would stay in the sum for ever', async () => {
  const counts = [7, Number.NaN, Infinity, -3, 0, 2]
  const models = counts.map(() => 'model')
  expect(await tokensByModel(models, (call) => counts[call] ?? 0)).toEqual({ model: 9 })
})
