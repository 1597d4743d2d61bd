import { context, diag, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { configureTelemetry, defaultTelemetry } from './default-telemetry.ts'
import type { EventRecord } from './telemetry.ts'

const API = Symbol.for('opentelemetry.js.api.1')
const API_LOGS = Symbol.for('io.opentelemetry.js.api.logs')
const globals = globalThis as {
  [API]?: Record<string, unknown>
  [API_LOGS]?: (version: number) => unknown
}

const silent = (): void => undefined

const event: EventRecord = {
  eventName: 'gen_ai.evaluation.result',
  severityNumber: 9,
  severityText: 'INFO',
  attributes: {},
  context: ROOT_CONTEXT,
}

function logs(): { provider: LoggerProvider; scopes: () => (string | undefined)[] } {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter })],
  })
  return {
    provider,
    scopes: () =>
      exporter.getFinishedLogRecords().map(({ instrumentationScope }) => instrumentationScope.name),
  }
}

afterEach(() => {
  trace.disable()
  metrics.disable()
  context.disable()
  diag.disable()
  vi.unstubAllEnvs()
  delete globals[API]?.['logs']
  delete globals[API_LOGS]
  configureTelemetry({
    tracerProvider: undefined,
    meterProvider: undefined,
    loggerProvider: undefined,
    captureMessageContent: undefined,
  })
})

describe('the default telemetry', () => {
  it('is not there where no SDK is', () => {
    expect(defaultTelemetry()).toBeUndefined()
  })

  it('comes with an SDK that starts late, is made once, and goes with it', () => {
    const exporter = new InMemorySpanExporter()
    const provider = new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    })
    expect(defaultTelemetry()).toBeUndefined()
    trace.setGlobalTracerProvider(provider)
    const telemetry = defaultTelemetry()
    telemetry?.tracer().startSpan('chat').end()
    expect(exporter.getFinishedSpans()[0]?.instrumentationScope.name).toBe('@kansoku/core')
    expect(defaultTelemetry()).toBe(telemetry)
    trace.disable()
    expect(defaultTelemetry()).toBeUndefined()
  })

  it.each([
    ['metrics', () => metrics.setGlobalMeterProvider(new MeterProvider())],
    ['logs', () => configureTelemetry({ loggerProvider: logs().provider })],
  ])('is there for %s alone', (_, register) => {
    register()
    const telemetry = defaultTelemetry()
    expect(telemetry?.tracer().startSpan('chat').isRecording()).toBe(false)
  })

  it.each([
    [
      '@opentelemetry/api 1.10',
      (provider: LoggerProvider) => {
        globals[API] ??= { version: '1.9.1' }
        globals[API]['logs'] = provider
      },
    ],
    [
      '@opentelemetry/api-logs',
      (provider: LoggerProvider) => {
        globals[API_LOGS] = (version) => (version === 1 ? provider : undefined)
      },
    ],
    [
      'configureTelemetry',
      (loggerProvider: LoggerProvider) => configureTelemetry({ loggerProvider }),
    ],
  ])('emits events to a logger provider registered through %s', (_, register) => {
    const { provider, scopes } = logs()
    register(provider)
    defaultTelemetry()?.emit(event)
    expect(scopes()).toEqual(['@kansoku/core'])
  })

  it('finds a logger provider that was registered after the tracer’s', () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider())
    const telemetry = defaultTelemetry()
    telemetry?.emit(event)
    const { provider, scopes } = logs()
    globals[API_LOGS] = () => provider
    telemetry?.emit(event)
    expect(scopes()).toHaveLength(1)
  })

  it('captures what the environment says, unless it is told otherwise', () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider())
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'EVENT_ONLY')
    expect(defaultTelemetry()?.capture).toBe('EVENT_ONLY')
    configureTelemetry({ captureMessageContent: 'SPAN_ONLY' })
    expect(defaultTelemetry()?.capture).toBe('SPAN_ONLY')
  })

  it('says once that a capture mode is none', () => {
    const warn = vi.fn<(message: string) => void>()
    diag.setLogger({ error: silent, warn, info: silent, debug: silent, verbose: silent })
    trace.setGlobalTracerProvider(new BasicTracerProvider())
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'all')
    expect([defaultTelemetry()?.capture, defaultTelemetry()?.capture]).toEqual([
      'NO_CONTENT',
      'NO_CONTENT',
    ])
    expect(warn).toHaveBeenCalledOnce()
  })
})
