import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { definePrompt } from './define-prompt.ts'
import { PromptContextSpanProcessor } from './prompt-context-span-processor.ts'

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

it('gives the context to GenAI spans of others, and to no other span', () => {
  const exporter = new InMemorySpanExporter()
  const tracer = new BasicTracerProvider({
    spanProcessors: [new PromptContextSpanProcessor(), new SimpleSpanProcessor(exporter)],
  }).getTracer('another vendor')

  definePrompt({ name: 'answer', version: 2 }).run({ metadata: { turn: 1 } }, () => {
    const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.prompt.version': 'its own' }
    tracer.startSpan('chat model', { attributes }).end()
    tracer.startSpan('GET /').end()
  })

  expect(exporter.getFinishedSpans().map(({ attributes }) => attributes)).toEqual([
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.prompt.name': 'answer',
      'gen_ai.prompt.version': 'its own',
      'llmops.metadata.turn': 1,
    },
    {},
  ])
})
