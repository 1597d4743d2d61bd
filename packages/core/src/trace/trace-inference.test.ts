import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'

import { definePrompt } from '../context/define-prompt.ts'
import { withMetadata } from '../context/with-context.ts'
import { oneOf } from '../contracts/one-of.ts'
import { record, type Recorder } from './testing/record.ts'
import { type InferenceHandle, traceInference } from './trace-inference.ts'

const searchDecision = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
})
const atStart = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'mistral_ai',
  'gen_ai.request.model': 'mistral-small',
  'llmops.content.capture': 'none',
}
const options = { provider: 'mistral_ai', model: 'mistral-small' } as const

async function* words(): AsyncGenerator<string> {
  yield 'Y'
  throw new TypeError('terminated')
}

async function read(stream: AsyncIterable<string>): Promise<string[]> {
  const chunks: string[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

let recorder: Recorder
beforeEach(() => {
  recorder = record()
})
afterEach(() => recorder.stop())

describe('traceInference', () => {
  it('records what is told before, during and after the call', async () => {
    const answer = await traceInference(
      {
        ...options,
        server: 'https://api.models.example/v1',
        conversationId: 'c-42',
        maxTokens: 100,
        temperature: 0,
        stopSequences: ['\n'],
        choiceCount: 1,
        stream: false,
      },
      async (call) => {
        call.setRequest({ seed: 7 })
        await Promise.resolve()
        call.setResponse({ id: 'r-1', model: 'mistral-small-2', finishReasons: ['stop'] })
        call.setUsage({ inputTokens: 12, outputTokens: 3, cacheReadInputTokens: 8 })
        return { text: 'Yes' }
      },
    )
    expect(answer).toEqual({ text: 'Yes' })
    const [span] = recorder.spans()
    expect(span).toMatchObject({
      name: 'chat mistral-small',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
    })
    expect(recorder.started.get(span?.spanContext().spanId ?? '')).toEqual({
      ...atStart,
      'server.address': 'api.models.example',
      'server.port': 443,
      'gen_ai.conversation.id': 'c-42',
      'gen_ai.request.max_tokens': 100,
      'gen_ai.request.temperature': 0,
      'gen_ai.request.stop_sequences': ['\n'],
    })
    expect(span?.attributes).toEqual({
      ...recorder.started.get(span?.spanContext().spanId ?? ''),
      'gen_ai.request.seed': 7,
      'gen_ai.response.id': 'r-1',
      'gen_ai.response.model': 'mistral-small-2',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.usage.cache_read.input_tokens': 8,
    })
    expect(recorder.events()).toEqual([])
  })

  it('has prompt and metadata of its context, and the verdict of the text that is returned', () => {
    const answer = searchDecision.run(() =>
      withMetadata({ turn: 3 }, () => traceInference(options, () => 'Yes')),
    )
    expect(answer).toBe('Yes')
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...atStart,
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '1',
      'llmops.metadata.turn': 3,
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.label': 'Yes',
      'llmops.output.valid': true,
    })
  })

  it.each([
    ['truncated', 'Y', ['length'], 'truncated'],
    ['truncated, in another provider’s word', 'Y', ['MAX_TOKENS'], 'truncated'],
    ['extra text', 'Yes, please', ['stop'], 'extra_text'],
    [
      'a tool call',
      [{ role: 'assistant', parts: [{ type: 'tool_call', name: 'f' }] }],
      [],
      'tool_call',
    ],
    [
      'a refusal',
      [{ role: 'assistant', parts: [{ type: 'refusal', content: 'I cannot' }] }],
      [],
      'refusal',
    ],
  ] as const)('judges an output that is told: %s', (_, output, finishReasons, violation) => {
    searchDecision.run(() =>
      traceInference(options, (call) => {
        call.setOutput(output)
        call.setResponse({ finishReasons })
        return 7
      }),
    )
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'llmops.output.valid': false,
      'llmops.output.violation': violation,
    })
  })

  it('records a failure as the conventions want it, and throws what was thrown', async () => {
    const error = Object.assign(new Error('slow down'), { status: 429 })
    await expect(
      searchDecision.run(() => traceInference(options, () => Promise.reject(error))),
    ).rejects.toBe(error)
    expect(recorder.spans()[0]?.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: 'slow down',
    })
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...atStart,
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '1',
      'llmops.output.contract': 'oneOf(Yes, No)',
      'error.type': '429',
    })
    expect(recorder.events().map(({ eventName }) => eventName)).toEqual([
      'gen_ai.client.operation.exception',
    ])
  })

  it('records an abort as a failure by its name', async () => {
    const controller = new AbortController()
    const waiting = traceInference(
      options,
      () =>
        new Promise((_, reject) => {
          controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
        }),
    )
    controller.abort()
    await expect(waiting).rejects.toThrow('aborted')
    expect(recorder.spans()[0]?.attributes['error.type']).toBe('AbortError')
  })

  it('counts the values of a stream as chunks, and knows then that it was one', async () => {
    const stream = traceInference(options, async function* (call) {
      yield 'Y'
      yield 'es'
      call.setUsage({ outputTokens: 1 })
    })
    expect(await read(stream)).toEqual(['Y', 'es'])
    expect(recorder.spans()[0]?.attributes).toEqual({
      ...atStart,
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.output_tokens': 1,
    })
    const metrics = await recorder.metrics()
    expect(
      metrics.find(({ descriptor }) => descriptor.name.endsWith('time_per_output_chunk'))
        ?.dataPoints[0]?.value,
    ).toMatchObject({ count: 1 })
  })

  it('judges the texts that a stream gave as one, unless it is told another', async () => {
    await searchDecision.run(() =>
      read(
        traceInference(options, async function* () {
          yield 'Y'
          yield 'es'
        }),
      ),
    )
    await searchDecision.run(() =>
      read(
        traceInference(options, async function* (call) {
          yield '{"answer":"No"}'
          call.setOutput('No')
        }),
      ),
    )
    expect(recorder.spans().map(({ attributes }) => attributes['llmops.output.label'])).toEqual([
      'Yes',
      'No',
    ])
  })

  it('leaves the chunks to the function that counts them itself', async () => {
    const stream = traceInference(options, async function* (call) {
      yield 'ping'
      call.chunk()
      yield 'Yes'
      yield 'pong'
    })
    await read(stream)
    const metrics = await recorder.metrics()
    const names = metrics.map(({ descriptor }) => descriptor.name)
    expect(names).toContain('gen_ai.client.inference.time_to_first_chunk')
  })

  it('says that a reason is missing where a stream was left or broke', async () => {
    const broken = traceInference({ ...options, choiceCount: 2 }, words)
    await expect(read(broken)).rejects.toThrow('terminated')
    for await (const _ of traceInference(options, words)) break
    expect(
      recorder
        .spans()
        .map(({ attributes }) => [
          attributes['gen_ai.response.finish_reasons'],
          attributes['error.type'],
        ]),
    ).toEqual([
      [['error', 'error'], 'TypeError'],
      [['error'], undefined],
    ])
  })

  it('runs the function inside its span, with what it starts later', async () => {
    await traceInference(options, async () => {
      await Promise.resolve()
      traceInference({ ...options, operation: 'text_completion', inProcess: true }, () => 0)
    })
    const [inner, outer] = recorder.spans()
    expect(inner).toMatchObject({ name: 'text_completion mistral-small', kind: SpanKind.INTERNAL })
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
  })

  it('takes nothing more after the end, and says so once', () => {
    let late: InferenceHandle | undefined
    for (let i = 0; i < 2; i++) {
      traceInference(options, (call) => {
        late = call
      })
      late?.setUsage({ inputTokens: 1 })
      late?.setOutput('late')
      late?.chunk()
    }
    expect(recorder.spans().map(({ attributes }) => attributes)).toEqual([atStart, atStart])
    expect(recorder.diagnostics).toHaveLength(1)
  })

  it('has the types of the function', () => {
    const sync = traceInference(options, () => 7)
    const promise = traceInference(options, async () => 'text' as const)
    const stream = traceInference(options, async function* () {
      yield 1
    })
    expectTypeOf(sync).toEqualTypeOf<number>()
    expectTypeOf(promise).toEqualTypeOf<Promise<'text'>>()
    expectTypeOf(stream).toEqualTypeOf<AsyncGenerator<number, void, unknown>>()
    expectTypeOf(traceInference).parameter(0).toHaveProperty('provider').toEqualTypeOf<string>()
    // @ts-expect-error -- a model call has a provider
    traceInference({ model: 'm' }, () => 0)
    // @ts-expect-error -- what is no parameter is a slip of the pen
    traceInference({ ...options, temprature: 1 }, () => 0)
    expect(sync).toBe(7)
  })
})

describe('without an SDK', () => {
  beforeEach(() => recorder.stop())

  it('calls the function and does nothing else', async () => {
    const promise = Promise.resolve(1)
    expect(
      traceInference({ ...options, conversationId: 'c' }, (call) => {
        call.setUsage({ inputTokens: 1 })
        call.chunk()
        return promise
      }),
    ).toBe(promise)
    expect(Object.getPrototypeOf(promise)).toBe(Promise.prototype)
    expect(recorder.started.size).toBe(0)
  })
})
