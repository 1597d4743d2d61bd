import { SpanKind } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'

import { definePrompt } from '../context/define-prompt.ts'
import type { MemoryOperation } from '../operation/operation-kinds.ts'
import { record, type Recorder } from './testing/record.ts'
import { traceAgent } from './trace-agent.ts'
import { traceCreateAgent } from './trace-create-agent.ts'
import { traceEmbeddings } from './trace-embeddings.ts'
import { traceMemory } from './trace-memory.ts'
import { tracePlan } from './trace-plan.ts'
import { traceRetrieval } from './trace-retrieval.ts'
import { traceTool } from './trace-tool.ts'
import { traceWorkflow } from './trace-workflow.ts'

let recorder: Recorder
beforeEach(() => {
  recorder = record('SPAN_ONLY')
})
afterEach(() => recorder.stop())

/** The only span's name, kind and attributes. */
function span(): unknown {
  expect(recorder.spans()).toHaveLength(1)
  const [{ attributes, kind, name }] = recorder.spans() as [(typeof recorder.spans)[never]]
  return { name, kind, attributes }
}

/** The metrics that have a point, with the attributes of the only one. */
async function metrics(): Promise<unknown> {
  const all = await recorder.metrics()
  return Object.fromEntries(
    all
      .filter(({ dataPoints }) => dataPoints.length > 0)
      .map(({ dataPoints, descriptor }) => [descriptor.name, dataPoints[0]?.attributes]),
  )
}

describe('traceEmbeddings', () => {
  it('records request, response and usage, and no content', async () => {
    const vectors = await traceEmbeddings(
      { provider: 'cohere', model: 'embed-v4', dimensionCount: 256, encodingFormats: ['float'] },
      async (call) => {
        call.setResponse({ model: 'embed-v4.1' })
        call.setUsage({ inputTokens: 9 })
        return [[0.1]]
      },
    )
    expectTypeOf(vectors).toEqualTypeOf<number[][]>()
    expect(span()).toEqual({
      name: 'embeddings embed-v4',
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.provider.name': 'cohere',
        'gen_ai.request.model': 'embed-v4',
        'gen_ai.embeddings.dimension.count': 256,
        'gen_ai.request.encoding_formats': ['float'],
        'llmops.content.capture': 'none',
        'gen_ai.response.model': 'embed-v4.1',
        'gen_ai.usage.input_tokens': 9,
      },
    })
    expect(await metrics()).toEqual({
      'gen_ai.client.operation.duration': {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.provider.name': 'cohere',
        'gen_ai.request.model': 'embed-v4',
        'gen_ai.response.model': 'embed-v4.1',
      },
    })
  })
})

describe('traceRetrieval', () => {
  it('records source, query and documents', async () => {
    traceRetrieval({ dataSourceId: 'handbook', topK: 2, query: 'rooms' }, (search) => {
      search.setDocuments([{ id: 'a', score: 0.9 }, { id: 'b' }])
    })
    expect(span()).toEqual({
      name: 'retrieval handbook',
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'retrieval',
        'gen_ai.data_source.id': 'handbook',
        'gen_ai.retrieval.top_k': 2,
        'llmops.content.capture': 'span',
        'gen_ai.retrieval.query.text': 'rooms',
        'gen_ai.retrieval.documents': '[{"id":"a","score":0.9},{"id":"b"}]',
      },
    })
    expect(await metrics()).toEqual({
      'gen_ai.client.operation.duration': { 'gen_ai.operation.name': 'retrieval' },
    })
  })
})

describe('traceTool', () => {
  it('records what went in and what came out', async () => {
    const given = { celsius: 20 }
    const result = traceTool(
      { name: 'get_weather', type: 'function', callId: 'call_1', arguments: '{"city":"東京"}' },
      () => given,
    )
    expect(result).toBe(given)
    expectTypeOf(result).toEqualTypeOf<{ celsius: number }>()
    expect(span()).toEqual({
      name: 'execute_tool get_weather',
      kind: SpanKind.INTERNAL,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'get_weather',
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.call.id': 'call_1',
        'llmops.content.capture': 'span',
        'gen_ai.tool.call.arguments': '{"city":"東京"}',
        'gen_ai.tool.call.result': '{"celsius":20}',
      },
    })
    expect(await metrics()).toEqual({
      'gen_ai.execute_tool.duration': {
        'gen_ai.tool.name': 'get_weather',
        'gen_ai.tool.type': 'function',
      },
    })
  })

  it.each<[unknown, string | undefined]>([
    ['sunny', '{"value":"sunny"}'],
    ['{"sky":"blue"}', '{"sky":"blue"}'],
    ['[1]', '{"value":"[1]"}'],
    [[1, 2], '{"value":[1,2]}'],
    [7, '{"value":7}'],
    [null, '{"value":null}'],
    [undefined, undefined],
    [new Date(0), '{"value":"1970-01-01T00:00:00.000Z"}'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ])('records as an object, as the conventions want it: %j', (result, recorded) => {
    traceTool({ name: 'f' }, () => result)
    expect(recorder.spans()[0]?.attributes['gen_ai.tool.call.result']).toBe(recorded)
  })

  it('takes the result that it is told before the one that is returned', () => {
    traceTool({ name: 'f' }, (tool) => {
      tool.setArguments({ a: 1 })
      tool.setResult({ short: true })
      return 'long'
    })
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"a":1}',
      'gen_ai.tool.call.result': '{"short":true}',
    })
  })

  it('records content as it was when it was told', () => {
    const list = [1]
    traceTool({ name: 'f', arguments: { list } }, () => list.push(2))
    expect(recorder.spans()[0]?.attributes['gen_ai.tool.call.arguments']).toBe('{"list":[1]}')
  })

  it('has no prompt of its context, but its conversation', () => {
    definePrompt({ name: 'p', version: 1 }).run({ conversationId: 'c-1' }, () =>
      traceTool({ name: 'f' }, () => undefined),
    )
    expect(recorder.spans()[0]?.attributes).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'f',
      'gen_ai.conversation.id': 'c-1',
      'llmops.content.capture': 'span',
    })
  })
})

describe('traceCreateAgent', () => {
  it('records the agent that the service made', async () => {
    await traceCreateAgent(
      { provider: 'openai', name: 'support', model: 'gpt-4o', instructions: 'Be brief.' },
      async (created) => created.setAgent({ id: 'asst_1', version: '1' }),
    )
    expect(span()).toEqual({
      name: 'create_agent support',
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'create_agent',
        'gen_ai.provider.name': 'openai',
        'gen_ai.agent.name': 'support',
        'gen_ai.request.model': 'gpt-4o',
        'llmops.content.capture': 'span',
        'gen_ai.agent.id': 'asst_1',
        'gen_ai.agent.version': '1',
        'gen_ai.system_instructions': '[{"type":"text","content":"Be brief."}]',
      },
    })
  })
})

describe('traceWorkflow', () => {
  it('gives its conversation to what happens inside, and no sum of it to itself', async () => {
    traceWorkflow({ name: 'triage', conversationId: 'c-1', input: 'Help' }, (run) => {
      traceTool({ name: 'f' }, () => undefined)
      run.setOutput('Done')
    })
    const [tool, workflow] = recorder.spans()
    expect(tool?.attributes['gen_ai.conversation.id']).toBe('c-1')
    expect([workflow?.name, workflow?.kind, workflow?.attributes]).toEqual([
      'invoke_workflow triage',
      SpanKind.INTERNAL,
      {
        'gen_ai.operation.name': 'invoke_workflow',
        'gen_ai.workflow.name': 'triage',
        'gen_ai.conversation.id': 'c-1',
        'llmops.content.capture': 'span',
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Help"}]}]',
        'gen_ai.output.messages':
          '[{"role":"assistant","parts":[{"type":"text","content":"Done"}]}]',
      },
    ])
    expect(await metrics()).toMatchObject({
      'gen_ai.invoke_workflow.duration': { 'gen_ai.workflow.name': 'triage' },
    })
  })
})

describe('tracePlan', () => {
  it('records the agent that plans, and no metric', async () => {
    expect(tracePlan({ agentName: 'support' }, () => ['search', 'answer'])).toHaveLength(2)
    expect(span()).toEqual({
      name: 'plan support',
      kind: SpanKind.INTERNAL,
      attributes: {
        'gen_ai.operation.name': 'plan',
        'gen_ai.agent.name': 'support',
        'llmops.content.capture': 'none',
      },
    })
    expect(await metrics()).toEqual({})
  })
})

describe('traceMemory', () => {
  it('records a search and counts what was found', () => {
    traceMemory(
      {
        operation: 'search_memory',
        storeId: 'users',
        query: 'name',
        server: 'http://127.0.0.1:6333',
      },
      (memory) => memory.setRecords([{ id: '1', content: { name: 'A' }, score: 0.5 }]),
    )
    expect(span()).toEqual({
      name: 'search_memory',
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'search_memory',
        'gen_ai.memory.store.id': 'users',
        'server.address': '127.0.0.1',
        'server.port': 6333,
        'llmops.content.capture': 'span',
        'gen_ai.memory.record.count': 1,
        'gen_ai.memory.query.text': 'name',
        'gen_ai.memory.records': '[{"id":"1","content":{"name":"A"},"score":0.5}]',
      },
    })
  })

  it('counts what is to be written, unless it is told another count', () => {
    const records = [{ content: 1 }, { content: 2 }]
    traceMemory({ operation: 'upsert_memory', inProcess: true, records }, () => undefined)
    traceMemory({ operation: 'delete_memory', records, recordCount: 9 }, () => undefined)
    traceMemory({ operation: 'create_memory' }, (memory) => memory.setRecordCount(3))
    expect(
      recorder
        .spans()
        .map(({ attributes, kind }) => [kind, attributes['gen_ai.memory.record.count']]),
    ).toEqual([
      [SpanKind.INTERNAL, 2],
      [SpanKind.CLIENT, 9],
      [SpanKind.CLIENT, 3],
    ])
  })

  it('knows its operations by name', () => {
    expectTypeOf<MemoryOperation>().toExtend<Parameters<typeof traceMemory>[0]['operation']>()
    // @ts-expect-error -- not an operation of the conventions
    traceMemory({ operation: 'forget_memory' }, () => undefined)
    expect(recorder.spans()).toEqual([])
  })
})

it('calls the function whatever is wrong with what it is told', () => {
  // @ts-expect-error -- as JavaScript can
  expect([traceWorkflow(undefined, () => 7), traceAgent(undefined, () => 8)]).toEqual([7, 8])
  expect(recorder.spans()).toEqual([])
  traceMemory({ operation: 'search_memory' }, (memory) => {
    // @ts-expect-error -- as JavaScript can
    memory.setRecords(null)
  })
  traceEmbeddings({ provider: 'cohere' }, (call) => {
    // @ts-expect-error -- as JavaScript can
    call.setUsage(undefined)
  })
  expect(recorder.spans()).toHaveLength(2)
  expect(recorder.diagnostics.length).toBeGreaterThan(0)
})
