import { context, diag } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach } from 'vitest'

import { configureTelemetry } from '../../operation/default-telemetry.ts'

interface RecordedEvent {
  readonly eventName: string | undefined
  readonly severityNumber: number | undefined
  /** Trace and span id of the span that it belongs to. */
  readonly span: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
}

/** What one test recorded through the real SDK. */
export interface Recorder {
  readonly tracerProvider: BasicTracerProvider
  readonly events: () => RecordedEvent[]
  readonly attributes: () => RecordedEvent['attributes'][]
  readonly spans: () => RecordedEvent['span'][]
  /** Lines of `diag`. */
  readonly said: string[]
}

/** Sets the SDK up for the tests of a file, with nothing configured but where telemetry goes. */
export function useRecorder(): Recorder {
  const logs = new InMemoryLogRecordExporter()
  const tracerProvider = new BasicTracerProvider()
  const loggerProvider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logs })],
  })
  const said: string[] = []
  const line = (text: string): void => void said.push(text)
  const nothing = {
    tracerProvider: undefined,
    loggerProvider: undefined,
    captureMessageContent: undefined,
    contentPolicy: undefined,
  }

  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    diag.setLogger({ error: line, warn: line, info: line, debug: line, verbose: line })
  })
  beforeEach(() => {
    logs.reset()
    said.length = 0
    configureTelemetry({ ...nothing, tracerProvider, loggerProvider })
  })
  afterAll(() => {
    context.disable()
    diag.disable()
    configureTelemetry(nothing)
  })

  const events = (): RecordedEvent[] =>
    logs.getFinishedLogRecords().map(({ attributes, eventName, severityNumber, spanContext }) => ({
      attributes,
      eventName,
      severityNumber,
      span: spanContext && `${spanContext.traceId}-${spanContext.spanId}`,
    }))
  return {
    tracerProvider,
    events,
    attributes: () => events().map(({ attributes }) => attributes),
    spans: () => events().map(({ span }) => span),
    said,
  }
}
