import { SpanKind } from '@opentelemetry/api'
import type { Histogram } from '@opentelemetry/sdk-metrics'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'

import { record, type Recorder } from './testing/record.ts'
import { traceAgent } from './trace-agent.ts'
import { traceInference } from './trace-inference.ts'
import { tracePlan } from './trace-plan.ts'
import { traceTool } from './trace-tool.ts'
import type { InferenceUsage } from './usage.ts'

let recorder: Recorder
beforeEach(() => {
  recorder = record()
})
afterEach(() => recorder.stop())

async function infer(usage: InferenceUsage, reason = 'stop'): Promise<void> {
  await traceInference({ provider: 'acme', model: 'm' }, async (call) => {
    call.setUsage(usage)
    call.setResponse({ finishReasons: [reason] })
  })
}

function attributesOf(name: string): unknown {
  return recorder.spans().find((span) => span.name === name)?.attributes
}

/** Sums by agent of a metric. */
async function sums(name: string): Promise<unknown> {
  const metric = (await recorder.metrics()).find(({ descriptor }) => descriptor.name === name)
  return Object.fromEntries(
    metric?.dataPoints.map(({ attributes, value }) => [
      attributes['gen_ai.agent.name'],
      (value as Histogram).sum,
    ]) ?? [],
  )
}

describe('traceAgent', () => {
  it('sums what its own inferences used and counts its calls, failed ones among them', async () => {
    await traceAgent({ name: 'support', conversationId: 'c-1' }, async () => {
      await infer({ inputTokens: 10, outputTokens: 2, reasoningOutputTokens: 1 }, 'tool_calls')
      await traceTool({ name: 'search' }, async () => undefined)
      await traceTool({ name: 'search' }, () => Promise.reject(new Error('no'))).catch(() => 0)
      await infer({ inputTokens: 20, outputTokens: 5 })
    })
    const agent = recorder.spans().at(-1)
    expect([agent?.name, agent?.kind]).toEqual(['invoke_agent support', SpanKind.INTERNAL])
    expect(agent?.attributes).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support',
      'gen_ai.conversation.id': 'c-1',
      'llmops.content.capture': 'none',
      'gen_ai.usage.input_tokens': 30,
      'gen_ai.usage.output_tokens': 7,
      'gen_ai.response.finish_reasons': ['stop'],
    })
    expect(await sums('gen_ai.invoke_agent.inference_calls')).toEqual({ support: 2 })
    expect(await sums('gen_ai.invoke_agent.tool_calls')).toEqual({ support: 2 })
    expect(await recorder.metrics()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          descriptor: expect.objectContaining({ name: 'gen_ai.invoke_agent.duration' }),
        }),
      ]),
    )
  })

  it('names itself on its tools and plans, and gives them its conversation', async () => {
    await traceAgent({ name: 'support', conversationId: 'c-1' }, async () => {
      await tracePlan({}, async () => undefined)
      await traceTool({ name: 'search', type: 'function' }, async () => undefined)
    })
    expect(attributesOf('plan support')).toEqual({
      'gen_ai.operation.name': 'plan',
      'gen_ai.agent.name': 'support',
      'llmops.content.capture': 'none',
    })
    expect(attributesOf('execute_tool search')).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'search',
      'gen_ai.tool.type': 'function',
      'gen_ai.agent.name': 'support',
      'gen_ai.conversation.id': 'c-1',
      'llmops.content.capture': 'none',
    })
  })

  it('counts each call once in a tree of agents', async () => {
    await traceAgent({ name: 'outer' }, async () => {
      await infer({ inputTokens: 1, outputTokens: 1 })
      await traceTool({ name: 'ask_inner' }, () =>
        traceAgent({ name: 'inner' }, async () => {
          await infer({ inputTokens: 100, outputTokens: 100 })
          await traceTool({ name: 'search' }, async () => undefined)
        }),
      )
    })
    expect(attributesOf('invoke_agent outer')).toMatchObject({ 'gen_ai.usage.input_tokens': 1 })
    expect(attributesOf('invoke_agent inner')).toMatchObject({ 'gen_ai.usage.input_tokens': 100 })
    expect(await sums('gen_ai.invoke_agent.inference_calls')).toEqual({ outer: 1, inner: 1 })
    expect(await sums('gen_ai.invoke_agent.tool_calls')).toEqual({ outer: 1, inner: 1 })
  })

  it('counts what runs beside each other, and in a generator that is read outside', async () => {
    const work = traceAgent({ name: 'support' }, async function* () {
      await Promise.all([infer({ inputTokens: 1 }), infer({ inputTokens: 2 })])
      yield 'half'
      await infer({ inputTokens: 4 })
    })
    for await (const _ of work) await infer({ inputTokens: 1000 })
    expect(attributesOf('invoke_agent support')).toMatchObject({ 'gen_ai.usage.input_tokens': 7 })
    expect(await sums('gen_ai.invoke_agent.inference_calls')).toEqual({ support: 3 })
  })

  it('takes the application’s own count before its sum, as a whole', async () => {
    await traceAgent({ name: 'support' }, async (agent) => {
      await infer({ inputTokens: 10, outputTokens: 2 })
      agent.setUsage({ inputTokens: 7 })
      agent.setResponse({ finishReasons: ['handed_over'] })
    })
    expect(attributesOf('invoke_agent support')).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support',
      'llmops.content.capture': 'none',
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.response.finish_reasons': ['handed_over'],
    })
  })

  it('that a service hosts is a client’s call, with the breakdown that the service reports', async () => {
    await traceAgent(
      {
        kind: 'remote',
        provider: 'azure.ai.inference',
        server: { address: 'agents.example', port: 8443 },
        name: 'support',
        id: 'asst_1',
        version: '3',
        previousResponseId: 'resp_0',
      },
      async (agent) => {
        agent.setUsage({ inputTokens: 9, cacheReadInputTokens: 4 })
      },
    )
    const [span] = recorder.spans()
    expect([span?.name, span?.kind]).toEqual(['invoke_agent support', SpanKind.CLIENT])
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'azure.ai.inference',
      'server.address': 'agents.example',
      'server.port': 8443,
      'gen_ai.agent.name': 'support',
      'gen_ai.agent.id': 'asst_1',
      'gen_ai.agent.version': '3',
      'gen_ai.request.previous_response.id': 'resp_0',
      'llmops.content.capture': 'none',
      'gen_ai.usage.input_tokens': 9,
      'gen_ai.usage.cache_read.input_tokens': 4,
    })
    const names = (await recorder.metrics()).map(({ descriptor }) => descriptor.name)
    expect(names).toContain('gen_ai.client.operation.duration')
    expect(names).not.toContain('gen_ai.invoke_agent.duration')
  })

  it('that failed has no reason of an inference that went well', async () => {
    const failing = traceAgent({ name: 'support' }, async () => {
      await infer({ inputTokens: 1 }, 'tool_calls')
      throw new TypeError('no such tool')
    })
    await expect(failing).rejects.toThrow('no such tool')
    expect(attributesOf('invoke_agent support')).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support',
      'llmops.content.capture': 'none',
      'gen_ai.usage.input_tokens': 1,
      'error.type': 'TypeError',
    })
  })

  it('has the types of its kind', () => {
    traceAgent({ kind: 'remote', provider: 'p' }, (agent) => {
      agent.setUsage({ inputTokens: 1, cacheReadInputTokens: 1 })
    })
    traceAgent({ name: 'a' }, (agent) => {
      // @ts-expect-error -- an agent in this process has only totals
      agent.setUsage({ inputTokens: 1, cacheReadInputTokens: 1 })
    })
    // @ts-expect-error -- a remote agent has a provider
    traceAgent({ kind: 'remote' }, () => 0)
    // @ts-expect-error -- an agent in this process has no id that anybody else knows
    traceAgent({ name: 'a', id: 'x' }, () => 0)
    const result = traceAgent({ name: 'a' }, async () => ({ text: 'x' }) as const)
    expectTypeOf(result).toEqualTypeOf<Promise<{ readonly text: 'x' }>>()
    expect(recorder.spans()[1]?.attributes['gen_ai.usage.cache_read.input_tokens']).toBeUndefined()
  })
})
