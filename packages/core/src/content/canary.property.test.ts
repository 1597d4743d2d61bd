import { context, diag, DiagLogLevel } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { definePrompt } from '../context/define-prompt.ts'
import { recordEvaluation } from '../evaluation/record-evaluation.ts'
import { recordFeedback } from '../evaluation/record-feedback.ts'
import { configureTelemetry, defaultTelemetry } from '../operation/default-telemetry.ts'
import { startOperation } from '../operation/operation.ts'
import type { Telemetry } from '../operation/telemetry.ts'
import { traceInference } from '../trace/trace-inference.ts'
import { traceMemory } from '../trace/trace-memory.ts'
import { traceRetrieval } from '../trace/trace-retrieval.ts'
import { traceTool } from '../trace/trace-tool.ts'
import type { Content } from './apply-content-policy.ts'
import type { ContentPolicy } from './content-policy.ts'
import { arbitraryContent, arbitraryText } from './testing/arbitrary-content.ts'

const CANARY = 'CANARY'
const arbitraryCanaries = arbitraryContent(
  fc.oneof(
    fc.constant(CANARY),
    arbitraryText.map((text) => text + CANARY + text),
    fc.constant(`data:text/plain;base64,${CANARY}`),
  ),
)
const arbitraryPolicy: fc.Arbitrary<ContentPolicy> = fc.record({
  capture: fc.constantFrom('SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'),
  media: fc.constantFrom('uri', 'blob', 'omit'),
  toolDefinitions: fc.constantFrom('names', 'full'),
  budgets: fc.record({ callBytes: fc.integer({ min: 256, max: 16_384 }) }),
})
const withoutCanary = (text: string): string => text.replaceAll(CANARY, '[bird]')
const said: string[] = []
const say = (...all: unknown[]): void => void said.push(...all.map(String))

function exporters() {
  const spans = new InMemorySpanExporter()
  const logs = new InMemoryLogRecordExporter()
  const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const reader = new PeriodicExportingMetricReader({
    exporter: metrics,
    exportIntervalMillis: 3_600_000,
  })
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  })
  const loggerProvider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logs })],
  })
  const meterProvider = new MeterProvider({ readers: [reader] })
  configureTelemetry({ tracerProvider, loggerProvider, meterProvider })
  return {
    spans,
    logs,
    metrics,
    flush: () => meterProvider.forceFlush(),
    /** Everything that left, and all that was said about it. */
    seen: () =>
      JSON.stringify([
        spans.getFinishedSpans().map(({ attributes, events, name, status }) => ({
          attributes,
          events,
          name,
          status,
        })),
        logs.getFinishedLogRecords().map(({ attributes, body, eventName }) => ({
          attributes,
          body,
          eventName,
        })),
        metrics.getMetrics().map(({ scopeMetrics }) => scopeMetrics),
        said,
      ]),
  }
}

/** One call that succeeds and one that fails, with the same content, and people's words about it. */
function run(content: Content, telemetry: Telemetry): void {
  const prompt = definePrompt({ name: 'search_decision', version: 3 })
  prompt.run({ variables: { question: CANARY, of: { [CANARY]: 1 } } }, () => {
    for (const name of ['chat', 'execute_tool', 'retrieval', 'search_memory'] as const) {
      const open = () => startOperation(telemetry, { name, attributes: {} })
      const response = { attributes: {}, content: () => content }
      open().end({ kind: 'success', response })
      open().end({ kind: 'failure', error: new Error(`400 "${CANARY}" is refused`), response })
    }
  })
  byHand(content)
  const evaluator = { name: 'judge', kind: 'model' } as const
  recordEvaluation({ responseId: 'r', name: 'relevance', score: 1, explanation: CANARY, evaluator })
  recordFeedback({ responseId: 'r', thumb: 'up', comment: CANARY })
}

/** The helpers, with what an application may hand them: cycles and getters that throw among it. */
function byHand(content: Content): void {
  const hostile: Record<string, unknown> = {
    [CANARY]: content,
    get broken() {
      throw new Error(CANARY)
    },
  }
  hostile['cycle'] = hostile
  const refuse = (): never => {
    throw new Error(`${CANARY} is refused`)
  }
  traceTool({ name: 'look', arguments: hostile }, ({ setResult }) => setResult(CANARY))
  traceRetrieval({ query: CANARY }, ({ setDocuments }) =>
    setDocuments([{ id: '1', said: hostile } as never]),
  )
  traceMemory({ operation: 'search_memory', query: CANARY }, ({ setRecords }) =>
    setRecords([{ content: hostile, metadata: { [CANARY]: CANARY } }]),
  )
  const asked = { instructions: CANARY, input: CANARY, provider: 'p', model: 'm' }
  traceInference(asked, ({ setOutput }) => setOutput(CANARY))
  expect(() => traceInference(asked, refuse)).toThrow(CANARY)
}

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  )
  said.length = 0
})
afterEach(() => {
  context.disable()
  diag.disable()
  configureTelemetry({
    tracerProvider: undefined,
    loggerProvider: undefined,
    meterProvider: undefined,
    contentPolicy: undefined,
  })
})

const telemetryOf = (contentPolicy: ContentPolicy): Telemetry => {
  configureTelemetry({ contentPolicy })
  return defaultTelemetry() as Telemetry
}

describe('what a redactor takes out', () => {
  it('is on no span, event or metric, and in no message, whatever content it stood in', async () => {
    const { flush, logs, seen, spans } = exporters()
    await fc.assert(
      fc.asyncProperty(arbitraryCanaries, arbitraryPolicy, async (content, policy) => {
        spans.reset()
        logs.reset()
        run(content, telemetryOf({ ...policy, redact: withoutCanary }))
        await flush()
        expect(seen()).not.toContain(CANARY)
        expect(spans.getFinishedSpans()).toHaveLength(13)
      }),
      { numRuns: 100 },
    )
  })

  it('would be there without it', async () => {
    const { flush, seen } = exporters()
    run({ 'gen_ai.tool.call.arguments': { [CANARY]: 1 } }, telemetryOf({ capture: 'SPAN_ONLY' }))
    await flush()
    expect(seen()).toContain(CANARY)
  })
})

describe('content that nobody asked for', () => {
  it('is nowhere, whatever else the policy says, but for errors, which say what they say', async () => {
    const { flush, logs, seen, spans } = exporters()
    await fc.assert(
      fc.asyncProperty(arbitraryCanaries, arbitraryPolicy, async (content, policy) => {
        spans.reset()
        logs.reset()
        const telemetry = telemetryOf({
          ...policy,
          capture: 'SPAN_AND_EVENT',
          prompts: { search_decision: { capture: 'NO_CONTENT' } },
        })
        const prompt = definePrompt({ name: 'search_decision', version: 3 })
        prompt.run({ variables: { question: CANARY } }, () => {
          const response = { attributes: {}, content: () => content }
          startOperation(telemetry, { name: 'chat', attributes: {} }).end({
            kind: 'success',
            response,
          })
        })
        await flush()
        expect(seen()).not.toContain(CANARY)
      }),
      { numRuns: 30 },
    )
  })

  it('is not even read', () => {
    exporters()
    const read: string[] = []
    const reading = (what: string) => () => {
      read.push(what)
      return {}
    }
    const telemetry = telemetryOf({ redact: withoutCanary })
    const operation = startOperation(telemetry, {
      name: 'chat',
      attributes: {},
      input: reading('input'),
    })
    operation.end({
      kind: 'success',
      response: {
        attributes: {},
        content: reading('content'),
        messages: () => (read.push('messages'), []),
      },
    })
    expect([read, operation.needsOutput]).toEqual([[], false])
  })
})

describe('content that cannot be read', () => {
  it('costs no failure its status', () => {
    const { logs, spans } = exporters()
    const telemetry = telemetryOf({ capture: 'SPAN_AND_EVENT' })
    const broken = (): never => {
      throw new Error(CANARY)
    }
    startOperation(telemetry, { name: 'chat', attributes: {}, input: broken }).end({
      kind: 'failure',
      error: new Error('429'),
      response: { attributes: {}, messages: broken },
    })
    expect([
      spans.getFinishedSpans()[0]?.status.message,
      logs.getFinishedLogRecords().length,
    ]).toEqual(['429', 1])
    expect(said.join('\n')).not.toContain(CANARY)
  })
})

describe('a prompt', () => {
  it.each([
    ['search_decision', 3, 'span'],
    ['search_decision', 4, 'none'],
    ['answer', 3, 'event'],
  ])('%s@%s has content by its own rules: %s', (name, version, place) => {
    const { logs, spans } = exporters()
    const telemetry = telemetryOf({
      capture: 'EVENT_ONLY',
      prompts: {
        search_decision: { capture: 'NO_CONTENT' },
        'search_decision@3': { capture: 'SPAN_ONLY' },
      },
    })
    definePrompt({ name, version }).run({ variables: { q: 'why' } }, () =>
      startOperation(telemetry, { name: 'chat', attributes: {} }).end({
        kind: 'success',
        response: { attributes: {} },
      }),
    )
    const [span] = spans.getFinishedSpans()
    const [event] = logs.getFinishedLogRecords()
    const key = 'gen_ai.prompt.variable.q'
    expect([
      span?.attributes['llmops.content.capture'],
      span?.attributes[key],
      event?.attributes[key],
    ]).toEqual([place, place === 'span' ? 'why' : undefined, place === 'event' ? 'why' : undefined])
  })

  it('that is stored at the provider has its rules by the name in the request', () => {
    const { spans } = exporters()
    const telemetry = telemetryOf({ prompts: { pmpt_1: { capture: 'SPAN_ONLY' } } })
    const attributes = { 'gen_ai.prompt.name': 'pmpt_1', 'gen_ai.prompt.version': '2' }
    startOperation(telemetry, { name: 'chat', attributes }).end({
      kind: 'success',
      response: { attributes: {} },
    })
    expect(spans.getFinishedSpans()[0]?.attributes['llmops.content.capture']).toBe('span')
  })
})
