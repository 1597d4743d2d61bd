import { definePrompt, oneOf } from '@kansoku/core'
import { SpanKind } from '@opentelemetry/api'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from '../options.ts'
import { type ModelServer, startServer } from '../testing/server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

let server: ModelServer
let recorder: Recorder

beforeEach(async () => {
  server = await startServer()
  const data = [{ file_id: 'file-1', filename: 'canary', score: 0.9, content: [] }]
  server.answer({ json: { data, has_more: false } })
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

/** A search inside a prompt, whose name and contract are not the search's. */
async function search(config?: OpenAIInstrumentationConfig): Promise<unknown> {
  recorder = record(config)
  recorder.instrumentation.manuallyInstrument(openai)
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
  const prompt = definePrompt({ name: 'gate', version: 1, output: oneOf('Yes', 'No') })
  await prompt.run({ metadata: { turn: 2 } }, () =>
    client.vectorStores.search('vs_1', { query: ['canary?', 'more?'], max_num_results: 3 }),
  )
  return recorder.spans()[0]?.attributes
}

function expected(capture: string): Record<string, unknown> {
  return {
    'gen_ai.operation.name': 'retrieval',
    'gen_ai.provider.name': 'openai',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.baseURL).port),
    'gen_ai.data_source.id': 'vs_1',
    'gen_ai.retrieval.top_k': 3,
    'llmops.metadata.turn': 2,
    'llmops.content.capture': capture,
  }
}

it('is a span of a retrieval, with its own metric and nothing of the query', async () => {
  expect(await search()).toEqual(expected('none'))
  expect(recorder.spans()[0]).toMatchObject({ name: 'retrieval vs_1', kind: SpanKind.CLIENT })
  const metrics = await recorder.metrics()
  expect(metrics.map(({ descriptor }) => descriptor.name)).toEqual([
    'gen_ai.client.operation.duration',
  ])
  expect(JSON.stringify([recorder.spans()[0]?.attributes, metrics])).not.toContain('canary')
})

it('has, where content is captured, the query and which documents came', async () => {
  expect(await search({ captureMessageContent: 'SPAN_AND_EVENT' })).toEqual({
    ...expected('span'),
    'gen_ai.retrieval.query.text': 'canary?\nmore?',
    'gen_ai.retrieval.documents': '[{"id":"file-1","score":0.9}]',
  })
  expect(recorder.events()).toEqual([])
})
