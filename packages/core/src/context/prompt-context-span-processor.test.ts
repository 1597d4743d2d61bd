import { type Attributes, context, createNoopMeter } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, expect, expectTypeOf, it } from 'vitest'

import { oneOf } from '../contracts/one-of.ts'
import { startOperation } from '../operation/operation.ts'
import { createTelemetry } from '../operation/telemetry.ts'
import { definePrompt } from './define-prompt.ts'
import { PromptContextSpanProcessor } from './prompt-context-span-processor.ts'

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

const prompt = definePrompt({ name: 'answer', version: 2, output: oneOf('Yes', 'No') })
const said = { conversationId: 'c-1', metadata: { turn: 1 }, variables: { question: 'secret' } }

function provider() {
  const exporter = new InMemorySpanExporter()
  const tracer = new BasicTracerProvider({
    spanProcessors: [new PromptContextSpanProcessor(), new SimpleSpanProcessor(exporter)],
  }).getTracer('another vendor')
  return { tracer, attributes: () => exporter.getFinishedSpans().map((span) => span.attributes) }
}

/** What a span that starts with these attributes has in the end. */
function started(attributes: Attributes): Attributes | undefined {
  const { tracer, attributes: finished } = provider()
  prompt.run(said, () => tracer.startSpan('span', { attributes }).end())
  return finished()[0]
}

const METADATA = { 'llmops.metadata.turn': 1 }
const CONVERSATION = { ...METADATA, 'gen_ai.conversation.id': 'c-1' }
const ALL = { ...CONVERSATION, 'gen_ai.prompt.name': 'answer', 'gen_ai.prompt.version': '2' }

it.each([
  ['an inference', { 'gen_ai.operation.name': 'chat' }, ALL],
  ['a tool', { 'gen_ai.operation.name': 'execute_tool' }, CONVERSATION],
  ['an agent', { 'gen_ai.operation.name': 'invoke_agent' }, CONVERSATION],
  ['an embedding', { 'gen_ai.operation.name': 'embeddings' }, METADATA],
  ['an operation of tomorrow', { 'gen_ai.operation.name': 'dream' }, METADATA],
  [
    'a call from before the operation had a name',
    { 'gen_ai.system': 'x', 'gen_ai.request.model': 'm' },
    ALL,
  ],
  ['a request of HTTP', { 'http.request.method': 'POST' }, {}],
  ['no attributes', {}, {}],
])('gives %s of others what the conventions want on it', (_, attributes, added) => {
  expect(started(attributes)).toEqual({ ...attributes, ...added })
})

it('lets a span keep what it says itself', () => {
  const own = { 'gen_ai.operation.name': 'chat', 'gen_ai.prompt.version': 'its own' }
  expect(started(own)).toEqual({ ...ALL, ...own })
})

it('adds nothing outside of a prompt', () => {
  const { tracer, attributes } = provider()
  tracer.startSpan('chat', { attributes: { 'gen_ai.operation.name': 'chat' } }).end()
  expect(attributes()).toEqual([{ 'gen_ai.operation.name': 'chat' }])
})

/** What spans of our own have in the end, all together. */
function recorded(spanProcessors: SpanProcessor[]): Attributes {
  const exporter = new InMemorySpanExporter()
  const own = new BasicTracerProvider({
    spanProcessors: [...spanProcessors, new SimpleSpanProcessor(exporter)],
  })
  const telemetry = createTelemetry({
    tracer: () => own.getTracer('ours'),
    meter: createNoopMeter(),
  })
  prompt.run(said, () => {
    for (const name of ['chat', 'embeddings'] as const)
      startOperation(telemetry, { name, attributes: { 'gen_ai.request.model': 'm' } }).end({
        kind: 'success',
        response: { attributes: {} },
      })
  })
  return Object.fromEntries(
    exporter.getFinishedSpans().map((span) => [span.name, span.attributes]),
  ) as never
}

it('changes nothing on spans of our own', () => {
  expect(recorded([new PromptContextSpanProcessor()])).toEqual(recorded([]))
})

it('fits the interface of the SDK', () => {
  expectTypeOf<PromptContextSpanProcessor>().toExtend<SpanProcessor>()
  expect(Object.keys(new PromptContextSpanProcessor())).toEqual([])
})
