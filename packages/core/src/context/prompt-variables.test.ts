import { context, createNoopMeter } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { CaptureMode } from '../content/capture.ts'
import { resolveContentPolicy } from '../content/resolve-content-policy.ts'
import { startOperation } from '../operation/operation.ts'
import { createTelemetry } from '../operation/telemetry.ts'
import { callContextOf } from './call-context.ts'
import { definePrompt } from './define-prompt.ts'

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

const prompt = definePrompt({ name: 'answer', version: 1 })

const variablesOf = (one: { readonly attributes: object }): object =>
  Object.fromEntries(
    Object.entries(one.attributes).filter(([key]) => key.startsWith('gen_ai.prompt.variable.')),
  )

/** The variables on the spans and events of an inference and of a tool inside of it. */
function recorded(capture: CaptureMode) {
  const spans = new InMemorySpanExporter()
  const logs = new InMemoryLogRecordExporter()
  const tracer = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  }).getTracer('test')
  const logger = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logs })],
  }).getLogger('test')
  const contentPolicy = resolveContentPolicy({
    capture,
    redact: (text) => text.replaceAll('jo@example.com', '[email]'),
  })
  const telemetry = createTelemetry({
    tracer: () => tracer,
    meter: createNoopMeter(),
    logger: () => logger,
    contentPolicy,
  })
  const variables = {
    question: 'Who is jo@example.com?',
    turn: 3,
    documents: ['a'],
    none: undefined,
  }
  prompt.run({ variables }, () => {
    for (const name of ['chat', 'execute_tool'] as const)
      startOperation(telemetry, { name, attributes: {} }).end({
        kind: 'success',
        response: { attributes: {} },
      })
  })
  return {
    spans: spans.getFinishedSpans().map(variablesOf),
    events: logs.getFinishedLogRecords().map(variablesOf),
  }
}

const VARIABLES = {
  'gen_ai.prompt.variable.question': 'Who is [email]?',
  'gen_ai.prompt.variable.turn': '3',
  'gen_ai.prompt.variable.documents': '["a"]',
}

describe('the variables of a prompt', () => {
  it.each([
    ['NO_CONTENT', { spans: [{}, {}], events: [] }],
    ['SPAN_ONLY', { spans: [VARIABLES, {}], events: [] }],
    ['EVENT_ONLY', { spans: [{}, {}], events: [VARIABLES] }],
    ['SPAN_AND_EVENT', { spans: [VARIABLES, {}], events: [VARIABLES] }],
  ] as const)('are content of its inferences: with %s', (capture, expected) => {
    expect(recorded(capture)).toEqual(expected)
  })

  it('are few: a span has room for 128 attributes, and the others are needed more', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`v${index}`, index]))
    const carried = prompt.run({ variables: many }, () => callContextOf().prompt?.variables)
    expect(Object.keys(carried ?? {})).toEqual(Object.keys(many).slice(0, 32))
  })
})
