import { describe, expect, expectTypeOf, it } from 'vitest'

import {
  type AgentHandle,
  type AgentIdentity,
  type AgentTraceOptions,
  type ConversationContent,
  type CreateAgentHandle,
  type CreateAgentTraceOptions,
  type EmbeddingsHandle,
  type EmbeddingsTraceOptions,
  type InferenceAnswer,
  type InferenceHandle,
  type InferenceRequest,
  type InferenceTraceOptions,
  type InferenceUsage,
  type InstructionContent,
  type LocalAgentOptions,
  type MemoryHandle,
  type MemoryOperation,
  type MemoryRecord,
  type MemoryTraceOptions,
  type Message,
  type MessageContent,
  type MessagePart,
  type ModelRequest,
  type OutputType,
  type PlanTraceOptions,
  type RemoteAgentOptions,
  type RetrievalHandle,
  type RetrievalTraceOptions,
  type RetrievedDocument,
  type TokenBreakdown,
  type TokenTotals,
  type ToolHandle,
  type ToolTraceOptions,
  type Trace,
  traceAgent,
  traceCreateAgent,
  traceEmbeddings,
  traceInference,
  traceMemory,
  tracePlan,
  traceRetrieval,
  traceTool,
  traceWorkflow,
  type WorkflowHandle,
  type WorkflowTraceOptions,
} from '../index.ts'

const MODEL = { provider: 'mistral_ai', model: 'mistral-small' } as const

const one = (): number => 1

describe('the types of what is recorded by hand', () => {
  it('are those of what the function gives', async () => {
    const text = traceInference(MODEL, () => 'text')
    const promise = traceTool({ name: 'search' }, async () => [1, 2])
    const stream = traceInference(MODEL, async function* chunks() {
      yield 'a'
    })
    const nested = traceAgent({ name: 'support' }, () => tracePlan({}, () => 7 as const))
    expectTypeOf(text).toEqualTypeOf<string>()
    expectTypeOf(promise).toEqualTypeOf<Promise<number[]>>()
    expectTypeOf(stream).toExtend<AsyncGenerator<string>>()
    expectTypeOf(nested).toEqualTypeOf<7>()
    expectTypeOf(traceWorkflow({}, () => undefined)).toEqualTypeOf<undefined>()
    expect([text, await promise, await stream.next(), nested]).toEqual([
      'text',
      [1, 2],
      { done: false, value: 'a' },
      7,
    ])
  })

  it('hand over what each operation can be told', () => {
    const seen = [
      traceInference(MODEL, (handle) => expectTypeOf(handle).toEqualTypeOf<InferenceHandle>()),
      traceEmbeddings(MODEL, (handle) => expectTypeOf(handle).toEqualTypeOf<EmbeddingsHandle>()),
      traceRetrieval({}, (handle) => expectTypeOf(handle).toEqualTypeOf<RetrievalHandle>()),
      traceTool({ name: 'a' }, (handle) => expectTypeOf(handle).toEqualTypeOf<ToolHandle>()),
      traceWorkflow({}, (handle) => expectTypeOf(handle).toEqualTypeOf<WorkflowHandle>()),
      traceMemory({ operation: 'search_memory' }, (handle) =>
        expectTypeOf(handle).toEqualTypeOf<MemoryHandle>(),
      ),
      traceCreateAgent({ provider: 'a' }, (handle) =>
        expectTypeOf(handle).toEqualTypeOf<CreateAgentHandle>(),
      ),
      traceAgent({}, (handle) => expectTypeOf(handle).toEqualTypeOf<AgentHandle>()),
      traceAgent({ kind: 'remote', provider: 'a' }, (handle) =>
        expectTypeOf(handle).toEqualTypeOf<AgentHandle<TokenBreakdown>>(),
      ),
    ]
    expect(seen).toHaveLength(9)
  })

  it('are the same for what is the same', () => {
    expectTypeOf(traceTool).toEqualTypeOf<Trace<ToolTraceOptions, ToolHandle>>()
    expectTypeOf<AgentTraceOptions>().toEqualTypeOf<LocalAgentOptions | RemoteAgentOptions>()
    expectTypeOf<InferenceTraceOptions>().toExtend<InferenceRequest & ConversationContent>()
    expectTypeOf<InferenceRequest>().toExtend<ModelRequest>()
    expectTypeOf<LocalAgentOptions>().toExtend<ModelRequest & ConversationContent>()
    expectTypeOf<MessageContent>().toEqualTypeOf<string | readonly Message[]>()
    expectTypeOf<InstructionContent>().toEqualTypeOf<string | readonly MessagePart[]>()
    expectTypeOf<InferenceUsage>().toExtend<TokenBreakdown>()
    expectTypeOf<TokenBreakdown>().toExtend<TokenTotals>()
    expectTypeOf<'speech' | 'of-my-own'>().toExtend<OutputType>()
    type Conversing =
      | AgentTraceOptions
      | InferenceTraceOptions
      | ToolTraceOptions
      | WorkflowTraceOptions
    expectTypeOf<Conversing['conversationId']>().toEqualTypeOf<string | undefined>()
    type Asking = CreateAgentTraceOptions | EmbeddingsTraceOptions | InferenceTraceOptions
    expectTypeOf<Asking['provider']>().toEqualTypeOf<string>()
    expectTypeOf<PlanTraceOptions['agentName']>().toEqualTypeOf<ToolTraceOptions['agentName']>()
    expectTypeOf<Parameters<InferenceHandle['setResponse']>>().toEqualTypeOf<[InferenceAnswer]>()
    expectTypeOf<Parameters<CreateAgentHandle['setAgent']>>().toEqualTypeOf<
      [Omit<AgentIdentity, 'name'>]
    >()
    expectTypeOf<Parameters<RetrievalHandle['setDocuments']>>().toEqualTypeOf<
      [readonly RetrievedDocument[]]
    >()
    expectTypeOf<Parameters<MemoryHandle['setRecords']>>().toEqualTypeOf<
      [readonly MemoryRecord[]]
    >()
    expectTypeOf<RetrievalTraceOptions['topK']>().toEqualTypeOf<number | undefined>()
    expect(traceTool({ name: 'a', callId: undefined, conversationId: undefined }, one)).toBe(1)
  })

  it('want what the conventions require, and know what they do not', () => {
    expectTypeOf<InferenceTraceOptions>().toHaveProperty('provider').toEqualTypeOf<string>()
    expectTypeOf<ToolTraceOptions>().toHaveProperty('name').toEqualTypeOf<string>()
    expectTypeOf<MemoryTraceOptions['operation']>().toEqualTypeOf<MemoryOperation>()
    expectTypeOf<{ kind: 'remote' }>().not.toExtend<AgentTraceOptions>()
    // @ts-expect-error -- whose API is it?
    expect(traceInference({ model: 'mistral-small' }, one)).toBe(1)
    // @ts-expect-error -- misspelt
    expect(traceInference({ ...MODEL, temprature: 1 }, one)).toBe(1)
    // @ts-expect-error -- embeddings are an operation of their own
    expect(traceInference({ ...MODEL, operation: 'embeddings' }, one)).toBe(1)
    // @ts-expect-error -- a tool has a name
    expect(traceTool({}, one)).toBe(1)
    // @ts-expect-error -- no such type of tool
    expect(traceTool({ name: 'a', type: 'api' }, one)).toBe(1)
    // @ts-expect-error -- no operation on a memory
    expect(traceMemory({ operation: 'chat' }, one)).toBe(1)
    // @ts-expect-error -- an agent in this process has no provider
    expect(traceAgent({ name: 'a', provider: 'openai' }, one)).toBe(1)
    // @ts-expect-error -- options come first, even where they are empty
    expect(() => tracePlan(one)).toThrow(TypeError)
  })
})
