import { configureTelemetry, redactors, traceTool } from '@kansoku/core'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, expect, it, vi } from 'vitest'

import { azureMonitor } from './azure-monitor.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  configureTelemetry({ tracerProvider: undefined, contentPolicy: undefined })
})

it('is the policy of the helpers, too, with the budgets of a row', () => {
  for (const signal of ['TRACES', 'LOGS', 'METRICS']) vi.stubEnv(`OTEL_${signal}_EXPORTER`, 'none')
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  configureTelemetry({ tracerProvider })
  azureMonitor({
    connectionString:
      'InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=http://127.0.0.1:1/',
    instrumentOpenAI: false,
    contentPolicy: { capture: 'SPAN_ONLY', redact: redactors.email },
  })
  traceTool({ name: 'send', arguments: { to: 'mika@example.jp' } }, () => 'x'.repeat(100_000))
  const [span] = exporter.getFinishedSpans()
  expect(span?.attributes['gen_ai.tool.call.arguments']).toBe('{"to":"[email]"}')
  expect(span?.attributes['llmops.content.truncated']).toEqual(['gen_ai.tool.call.result'])
  expect(String(span?.attributes['gen_ai.tool.call.result']).length).toBeLessThanOrEqual(40_960)
})
