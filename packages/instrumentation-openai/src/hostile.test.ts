import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base'
import type OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { loadClient, type Major, MAJORS } from './testing/clients.ts'
import { choice, completion } from './testing/fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

/** What no ordinary application does, and what must neither be noticed by it nor cost the span. */
let server: ModelServer
let recorder: Recorder

beforeEach(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
  recorder = record()
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

type Completions = OpenAI['chat']['completions']

async function completionsOf(major: Major, fetch?: typeof globalThis.fetch): Promise<Completions> {
  const module = await loadClient(major, 'esm')
  recorder.instrumentation.manuallyInstrument(module)
  const options = { apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 }
  return new module.OpenAI({ ...options, ...(fetch && { fetch }) }).chat.completions
}

const PARAMS = { model: 'gpt-4o', messages: [] } satisfies OpenAI.ChatCompletionCreateParams

/** How the spans ended so far, when the last of them has. */
async function errors(): Promise<unknown[]> {
  await new Promise((resolve) => void setTimeout(resolve, 5))
  expect(recorder.open()).toBe(0)
  return recorder.spans().map(({ attributes }) => attributes['error.type'])
}

function thrown(fn: () => unknown): unknown {
  try {
    return fn()
  } catch (error) {
    return String(error)
  }
}

/** Whoever looks at it, throws. */
function trap(): object {
  return new Proxy({}, { get: refuse, getPrototypeOf: refuse, has: refuse, ownKeys: refuse })
}

describe.each(MAJORS)('with openai %i', (major) => {
  it('a parameter that throws when it is read costs a call its attributes, not its span', async () => {
    const completions = await completionsOf(major)
    class Params {
      readonly model = 'gpt-4o'
      readonly messages = []
      // Not sent: the client serialises what is the object's own.
      get seed(): number {
        throw new Error('getter')
      }
    }
    const { choices } = await completions.create(new Params())
    expect(choices).toHaveLength(1)
    expect(await errors()).toEqual([undefined])
    expect(recorder.spans()[0]?.attributes['gen_ai.provider.name']).toBe('openai')
  })

  it.each([
    ['that cannot be looked at', () => trap()],
    [
      'whose name and message throw',
      () =>
        Object.create(Error.prototype, {
          name: { get: () => refuse() },
          message: { get: () => refuse() },
        }) as object,
    ],
    ['that is nothing', () => undefined],
  ])('an error %s ends the call', async (_, error) => {
    const completions = await completionsOf(major)
    const child = completions.create(PARAMS)._thenUnwrap(() => {
      throw error()
    })
    await expect(
      child.then(
        () => 'value',
        () => 'rejected',
      ),
    ).resolves.toBe('rejected')
    expect(await errors()).toEqual([expect.any(String)])
  })

  it('an answer that cannot be looked at ends the call', async () => {
    const completions = await completionsOf(major, () => {
      const response = new Response('{}', { headers: { 'content-type': 'application/json' } })
      const answer = new Proxy(
        {},
        {
          get: (_, key) => (key === 'then' ? undefined : refuse()),
          getPrototypeOf: () => null,
        },
      )
      return Promise.resolve(Object.assign(response, { json: () => Promise.resolve(answer) }))
    })
    await completions.create(PARAMS).then(
      () => 'value',
      () => 'the client of openai 7 cannot look at it either',
    )
    expect(await errors()).toHaveLength(1)
  })

  it('a promise that the application froze is left alone', async () => {
    const completions = await completionsOf(major)
    const response = await Object.freeze(completions.create(PARAMS)).asResponse()
    expect(response.status).toBe(200)
  })

  it('create without its resource says what it says without us', async () => {
    const create = Reflect.get(await completionsOf(major), 'create') as () => unknown
    const said = thrown(() => Reflect.apply(create, undefined, [PARAMS]))
    recorder.instrumentation.disable()
    expect(said).toBe(thrown(() => Reflect.apply(create, undefined, [PARAMS])))
    expect(await errors()).toEqual(['TypeError'])
  })

  it('a span processor that throws is nothing that the application has to handle', async () => {
    const uncaught: unknown[] = []
    const onUncaught = (error: unknown): void => void uncaught.push(error)
    process.once('uncaughtException', onUncaught)
    const failing: SpanProcessor = {
      onStart: () => undefined,
      onEnd: () => refuse(),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    }
    recorder.instrumentation.setTracerProvider(
      new BasicTracerProvider({ spanProcessors: [failing] }),
    )
    const completions = await completionsOf(major)
    const { status } = await completions.create(PARAMS).asResponse()
    await new Promise((resolve) => void setTimeout(resolve, 20))
    process.removeListener('uncaughtException', onUncaught)
    expect(uncaught).toEqual([])
    expect(status).toBe(200)
    expect(recorder.diagnostics.join()).toContain('kansoku: ending a span failed Error')
  })
})

function refuse(): never {
  throw new Error('not for you')
}
