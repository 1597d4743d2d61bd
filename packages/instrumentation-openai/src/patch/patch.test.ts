import { context, metrics, type TracerProvider } from '@opentelemetry/api'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { instrumentOpenAI } from '../index.ts'
import { choice, completion } from '../testing/fixtures.ts'
import { type ModelServer, startServer } from '../testing/server.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

const PARAMS: OpenAI.ChatCompletionCreateParamsNonStreaming = { model: 'gpt-4o', messages: [] }

let server: ModelServer
let recorder: Recorder

beforeEach(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
  recorder = record()
})
afterEach(async () => {
  await recorder.stop()
  metrics.disable()
  await server.close()
})

function newClient(): OpenAI {
  return new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
}

function warnings(): string[] {
  return recorder.diagnostics.filter((line) => line.startsWith('kansoku'))
}

describe('manuallyInstrument', () => {
  it.each([
    ['the module', openai],
    ['the class', OpenAI],
  ])('takes %s, and twice is once', async (_, module) => {
    recorder.instrumentation.manuallyInstrument(module)
    recorder.instrumentation.manuallyInstrument(module)
    await newClient().chat.completions.create(PARAMS)
    expect(recorder.spans()).toHaveLength(1)
    expect(warnings()).toEqual([])
  })

  it.each([[undefined], [{}], [{ OpenAI: { Chat: {} } }], [7]])(
    'warns once of %j, which it cannot patch, and throws nothing',
    (module) => {
      recorder.instrumentation.manuallyInstrument(module)
      expect(warnings()).toEqual([
        'kansoku: the given module cannot be traced, OpenAI.Chat.Completions.prototype.create and OpenAI.Embeddings.prototype.create not being where @kansoku/instrumentation-openai 0.1.0 looks. See its README for the versions that are verified',
      ])
    },
  )

  it('stops with disable and goes on with enable', async () => {
    const { instrumentation } = recorder
    instrumentation.manuallyInstrument(openai)
    instrumentation.disable()
    await newClient().chat.completions.create(PARAMS)
    expect(recorder.spans()).toHaveLength(0)
    instrumentation.enable()
    await newClient().chat.completions.create(PARAMS)
    expect(recorder.spans()).toHaveLength(1)
  })
})

describe('instrumentOpenAI', () => {
  it('traces the one client and what withOptions makes of it', async () => {
    const client = newClient()
    expect(instrumentOpenAI(client, recorder.providers)).toBe(client)
    await newClient().chat.completions.create(PARAMS)
    expect(recorder.spans()).toHaveLength(0)
    await client.chat.completions.create(PARAMS)
    await client.withOptions({ timeout: 1000 }).chat.completions.create(PARAMS)
    expect(recorder.spans()).toHaveLength(2)
    expect(Object.keys(client.chat.completions)).toEqual(Object.keys(newClient().chat.completions))
  })

  it('has the server that the client of the moment calls, also after withOptions', async () => {
    const client = instrumentOpenAI(newClient(), recorder.providers)
    const elsewhere = server.baseURL.replace('127.0.0.1', 'localhost')
    await client.withOptions({ baseURL: elsewhere }).chat.completions.create(PARAMS)
    await client.chat.completions.create(PARAMS)
    const port = Number(new URL(server.baseURL).port)
    expect(
      recorder
        .spans()
        .map(({ attributes }) => [attributes['server.address'], attributes['server.port']]),
    ).toEqual([
      ['localhost', port],
      ['127.0.0.1', port],
    ])
  })

  it('makes one span where everything is used at once', async () => {
    recorder.instrumentation.manuallyInstrument(openai)
    const client = instrumentOpenAI(newClient(), recorder.providers)
    instrumentOpenAI(client, recorder.providers)
    await client.chat.completions.create(PARAMS)
    expect(recorder.spans()).toHaveLength(1)
  })

  it('finds meters that were registered after it', async () => {
    const client = instrumentOpenAI(newClient())
    metrics.setGlobalMeterProvider(recorder.providers.meterProvider)
    await client.chat.completions.create(PARAMS)
    const names = (await recorder.metrics()).map(({ descriptor }) => descriptor.name)
    expect(names).toContain('gen_ai.client.inference.duration')
  })

  it('warns of an object that is no client, and gives it back', () => {
    const stranger = { chat: {} }
    expect(instrumentOpenAI(stranger, recorder.providers)).toBe(stranger)
    expect(warnings()).toEqual([
      'kansoku: the given client cannot be traced, client.chat.completions.create and client.embeddings.create not being where @kansoku/instrumentation-openai 0.1.0 looks. See its README for the versions that are verified',
    ])
  })
})

describe('when telemetry itself fails', () => {
  it('goes on without it, and says so', async () => {
    const broken = {
      getTracer: () => ({
        startSpan: () => {
          throw new Error('broken tracer')
        },
      }),
    } as unknown as TracerProvider
    const client = instrumentOpenAI(newClient(), { tracerProvider: broken })
    const answer = await client.chat.completions.create(PARAMS)
    expect(answer.choices[0]?.message.content).toBe('Yes')
    expect(warnings()).toEqual([
      expect.stringMatching(/^kansoku: starting a call failed Error at .*startSpan/),
    ])
  })

  it('leaves a promise alone that is not the client’s, and warns', async () => {
    const { prototype } = OpenAI.Chat.Completions
    const own = Object.getOwnPropertyDescriptor(prototype, 'create') as PropertyDescriptor
    class Other {
      readonly _client = {}
      create(): Promise<string> {
        return Promise.resolve('mine')
      }
    }
    recorder.instrumentation.manuallyInstrument({
      OpenAI: { Chat: { Completions: Other }, Embeddings: Other },
    })
    expect(await new Other().create()).toBe('mine')
    expect(Object.getOwnPropertyDescriptor(prototype, 'create')).toEqual(own)
    expect(recorder.spans()).toHaveLength(1)
    expect(recorder.open()).toBe(0)
    expect(warnings()).toEqual([
      'kansoku: the openai client returned something else than its own promise, another tool seems to wrap it. Its calls are recorded without their results',
    ])
  })
})

describe('the request itself', () => {
  it('is one call where a method of the client calls itself first', async () => {
    const client = newClient()
    class Other {
      readonly _client = client
      create(body: typeof PARAMS, again = true): PromiseLike<unknown> {
        return again ? this.create(body, false) : client.post('/chat/completions', { body })
      }
    }
    recorder.instrumentation.manuallyInstrument({
      OpenAI: { Chat: { Completions: Other }, Embeddings: Other },
    })
    const other = new Other()
    await other.create(PARAMS)
    await other.create(PARAMS)
    expect(recorder.spans()).toHaveLength(2)
  })

  it('runs inside the call’s span, and the application outside of it', async () => {
    recorder.instrumentation.manuallyInstrument(openai)
    let inside: unknown
    const client = new OpenAI({
      apiKey: 'test',
      fetch: () => {
        inside = context.active()
        return Promise.resolve(Response.json(completion([choice({ content: 'Yes' })])))
      },
    })
    const before = context.active()
    await client.chat.completions.create(PARAMS)
    expect(inside).not.toBe(before)
    expect(context.active()).toBe(before)
  })
})
