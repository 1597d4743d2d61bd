import {
  type CaptureMode,
  definePrompt,
  oneOf,
  traceAgent,
  traceCreateAgent,
  traceEmbeddings,
  traceInference,
  traceMemory,
  tracePlan,
  traceRetrieval,
  traceTool,
  traceWorkflow,
} from '@kansoku/core'
import { afterEach, describe, expect, it } from 'vitest'

import { record, type Recorder } from '../../packages/core/src/trace/testing/record.ts'
import { createJudge } from './semconv-judge.ts'

const SECRET = 'canary-7d1f'
const boom = Object.assign(new Error('upstream failed'), { status: 503 })
const decision = definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
const server = 'https://models.example:8443/v1'
const words = (role: string) => [{ role, parts: [{ type: 'text', content: SECRET }] }] as const

const model = { provider: 'mistral_ai', model: 'mistral-small', server } as const
const usage = {
  inputTokens: 20,
  outputTokens: 10,
  cacheReadInputTokens: 8,
  cacheWriteInputTokens: 4,
  reasoningOutputTokens: 3,
  textInputTokens: 12,
  textCacheReadInputTokens: 5,
  textOutputTokens: 10,
  imageInputTokens: 5,
  imageCacheReadInputTokens: 2,
  imageOutputTokens: 0,
  audioInputTokens: 3,
  audioCacheReadInputTokens: 1,
  audioOutputTokens: 0,
}

/** Every helper with all that it can be told, well, failing, and where it can stream, streamed, left and broken. */
const scenarios: Record<string, () => unknown> = {
  'an inference with everything': () =>
    decision.run(() =>
      traceInference(
        {
          ...model,
          conversationId: 'c-1',
          outputType: 'text',
          choiceCount: 2,
          maxTokens: 10,
          temperature: 0.5,
          topP: 1,
          topK: 40,
          frequencyPenalty: 0,
          presencePenalty: 0,
          seed: 7,
          stopSequences: ['.'],
          reasoningLevel: 'low',
          previousResponseId: 'r-0',
          instructions: SECRET,
          input: words('user'),
          tools: [{ type: 'function', name: 'f', description: SECRET }],
        },
        async (call) => {
          call.setUsage(usage)
          call.setResponse({
            id: 'r-1',
            model: 'mistral-small-2',
            finishReasons: ['stop', 'length'],
            conversationCompacted: true,
          })
          call.setOutput([...words('assistant'), ...words('assistant')])
        },
      ),
    ),
  'an inference in this process': () =>
    traceInference(
      { provider: 'gcp.gemini', operation: 'generate_content', inProcess: true },
      () => SECRET,
    ),
  'an inference without a model': () => traceInference({ provider: 'cohere' }, () => SECRET),
  'an inference that fails': () => traceInference(model, () => Promise.reject(boom)),
  'an inference whose function throws': () =>
    traceInference({ ...model, operation: 'text_completion' }, () => {
      throw boom
    }),
  'a stream': () => read(traceInference(model, chunks), 9),
  'a stream that is left': () => read(traceInference(model, chunks), 1),
  'a stream that breaks': () => read(traceInference(model, brokenChunks), 9),
  embeddings: () =>
    traceEmbeddings({ ...model, dimensionCount: 256, encodingFormats: ['float'] }, async (call) => {
      call.setResponse({ model: 'embed-2' })
      call.setUsage({ inputTokens: 5 })
    }),
  'embeddings that fail': () => traceEmbeddings(model, () => Promise.reject(boom)),
  retrieval: () =>
    traceRetrieval({ ...model, dataSourceId: 'handbook', topK: 3, query: SECRET }, (search) => {
      search.setDocuments([{ id: SECRET, score: 0.5 }, { id: '2' }])
      return [1, 2]
    }),
  'retrieval without a name that fails': () => traceRetrieval({}, () => Promise.reject(boom)),
  'a tool': () =>
    traceTool(
      {
        name: 'get_weather',
        type: 'function',
        description: 'Tells the weather',
        callId: 'call_1',
        arguments: JSON.stringify({ city: SECRET }),
        agentName: 'support',
        conversationId: 'c-1',
      },
      async () => ({ forecast: SECRET, at: new Date(0) }),
    ),
  'a tool that gives a text': () => traceTool({ name: 'get_weather' }, () => SECRET),
  'a tool that gives a list': () =>
    traceTool({ name: 'get_weather', arguments: [1] }, () => [SECRET]),
  'a tool that fails': () => traceTool({ name: 'get_weather' }, () => Promise.reject(boom)),
  'an agent with what happens inside': () =>
    traceAgent(
      {
        name: 'support',
        description: 'Answers',
        model: 'mistral-small',
        dataSourceId: 'handbook',
        conversationId: 'c-1',
        outputType: 'text',
        maxTokens: 100,
        temperature: 0,
        instructions: SECRET,
        input: SECRET,
        tools: [{ type: 'function', name: 'f' }],
      },
      async () => {
        await tracePlan({}, () => traceInference(model, async (call) => call.setUsage(usage)))
        await traceTool({ name: 'f' }, async () => SECRET)
        await traceInference(model, async (call) => {
          call.setUsage(usage)
          call.setResponse({ finishReasons: ['stop'] })
        })
        return SECRET
      },
    ),
  'an agent that fails': () => traceAgent({}, () => Promise.reject(boom)),
  'a remote agent': () =>
    traceAgent(
      {
        kind: 'remote',
        provider: 'azure.ai.inference',
        server,
        name: 'support',
        id: 'asst_1',
        version: '2',
        description: 'Answers',
        previousResponseId: 'r-0',
        conversationId: 'c-1',
        seed: 1,
        choiceCount: 2,
        input: SECRET,
      },
      async (agent) => {
        const { reasoningOutputTokens: _, ...breakdown } = usage
        agent.setUsage(breakdown)
        agent.setResponse({ finishReasons: ['stop', 'stop'] })
        agent.setOutput(SECRET)
      },
    ),
  'a remote agent that fails': () =>
    traceAgent({ kind: 'remote', provider: 'azure.ai.inference' }, () => Promise.reject(boom)),
  'an agent that is created': () =>
    traceCreateAgent(
      { ...model, name: 'support', description: 'Answers', instructions: SECRET },
      async (created) => created.setAgent({ id: 'asst_1', version: '1' }),
    ),
  'an agent that is not created': () =>
    traceCreateAgent({ provider: 'openai' }, () => Promise.reject(boom)),
  'a workflow': () =>
    traceWorkflow({ name: 'triage', conversationId: 'c-1', input: SECRET }, async () => SECRET),
  'a workflow that fails': () => traceWorkflow({}, () => Promise.reject(boom)),
  'a plan that fails': () => tracePlan({ agentName: 'support' }, () => Promise.reject(boom)),
  'a search of memory': () =>
    traceMemory(
      { operation: 'search_memory', storeId: 's-1', provider: 'perplexity', server, query: SECRET },
      async (memory) =>
        memory.setRecords([{ id: '1', content: SECRET, score: 1, metadata: { a: 1 } }]),
    ),
  ...Object.fromEntries(
    (
      [
        'create_memory',
        'update_memory',
        'upsert_memory',
        'delete_memory',
        'create_memory_store',
        'delete_memory_store',
      ] as const
    ).map((operation) => [
      operation,
      () =>
        traceMemory(
          {
            operation,
            storeId: 's-1',
            recordId: 'r-1',
            inProcess: true,
            records: [{ content: SECRET }],
          },
          () => undefined,
        ),
    ]),
  ),
  'a memory that fails': () =>
    traceMemory({ operation: 'create_memory' }, () => Promise.reject(boom)),
}

async function* chunks(): AsyncGenerator<string> {
  yield 'Y'
  yield 'e'
  yield 's'
}

async function* brokenChunks(): AsyncGenerator<string> {
  yield 'Y'
  throw boom
}

async function read(stream: AsyncIterable<string>, atMost: number): Promise<void> {
  let seen = 0
  for await (const _ of stream) if (++seen >= atMost) break
}

let recorder: Recorder
afterEach(() => recorder.stop())

async function play(): Promise<void> {
  for (const run of Object.values(scenarios)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as the report reads
      await run()
    } catch (error) {
      if (error !== boom) throw error
    }
  }
}

describe('spans by hand', () => {
  it.each<CaptureMode>(['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'])(
    'keep every rule of the conventions with %s',
    async (capture) => {
      recorder = record(capture)
      await play()
      const [spans, events, metrics] = [
        recorder.spans(),
        recorder.events(),
        await recorder.metrics(),
      ]
      expect(recorder.open()).toBe(0)
      expect(spans.length).toBe(Object.keys(scenarios).length + 4)
      expect(recorder.diagnostics).toEqual([])
      expect(
        createJudge({ capture }).all({ spans, events, metrics, started: recorder.started }),
      ).toEqual([])
      const exported = {
        spans: JSON.stringify(spans.map(({ attributes }) => attributes)),
        events: JSON.stringify(events.map(({ attributes }) => attributes)),
        metrics: JSON.stringify(metrics.map(({ dataPoints }) => dataPoints)),
      }
      const shown = Object.entries(exported).filter(([, text]) => text.includes(SECRET))
      const wanted = {
        NO_CONTENT: [],
        SPAN_ONLY: ['spans'],
        EVENT_ONLY: ['events'],
        SPAN_AND_EVENT: ['spans', 'events'],
      }
      expect(shown.map(([sink]) => sink)).toEqual(wanted[capture])
    },
  )

  it('cover every type of span and every operation of the registry but fetched responses and MCP', async () => {
    recorder = record()
    await play()
    const operations = recorder
      .spans()
      .map(({ attributes }) => String(attributes['gen_ai.operation.name']))
    expect([...new Set(operations)].toSorted((a, b) => a.localeCompare(b))).toEqual([
      'chat',
      'create_agent',
      'create_memory',
      'create_memory_store',
      'delete_memory',
      'delete_memory_store',
      'embeddings',
      'execute_tool',
      'generate_content',
      'invoke_agent',
      'invoke_workflow',
      'plan',
      'retrieval',
      'search_memory',
      'text_completion',
      'update_memory',
      'upsert_memory',
    ])
  })
})
