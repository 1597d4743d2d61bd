/** Defects that other instrumentations of the client have, where no test of a topic proves that we do not have them. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from './options.ts'
import { loadClient, MAJORS } from './testing/clients.ts'
import { choice, chunk, completion, delta } from './testing/fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

const PARAMS = { model: 'gpt-4o', messages: [] } satisfies OpenAI.ChatCompletionCreateParams

let server: ModelServer
let recorder: Recorder

beforeEach(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

function tracedClient(config: OpenAIInstrumentationConfig = {}): OpenAI {
  recorder = record(config)
  recorder.instrumentation.manuallyInstrument(openai)
  return new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
}

describe.each(MAJORS)('a stream of openai %i that the application leaves', (major) => {
  it('is cancelled, and no more of it is read than the client itself would read', async () => {
    const module = await loadClient(major, 'esm')
    const read = async (): Promise<unknown> => {
      const piece = `data: ${JSON.stringify(chunk([delta({ content: 'Yes' })]))}\n\n`
      let pulls = 0
      let cancelled = false
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pulls += 1
          controller.enqueue(new TextEncoder().encode(piece))
        },
        cancel: () => void (cancelled = true),
      })
      const headers = { 'content-type': 'text/event-stream' }
      const fetch = (): Promise<Response> => Promise.resolve(new Response(body, { headers }))
      const { chat } = new module.OpenAI({ apiKey: 'test', maxRetries: 0, fetch })
      for await (const _ of await chat.completions.create({ ...PARAMS, stream: true })) break
      await new Promise((resolve) => void setTimeout(resolve, 10))
      return { pulls, cancelled }
    }
    const bare = await read()
    recorder = record()
    recorder.instrumentation.manuallyInstrument(module)
    expect(await read()).toEqual(bare)
    expect(recorder.spans()).toHaveLength(1)
  })
})

describe('the package', () => {
  it('never imports the client, which would load it before its hooks are in place', async () => {
    recorder = record()
    const { metafile } = await build({
      entryPoints: ['index.ts', 'hook.ts'].map((file) =>
        fileURLToPath(new URL(file, import.meta.url)),
      ),
      outdir: 'out',
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      metafile: true,
    })
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports)
    const packages = imports.map(({ path }) => path).filter((path) => !path.startsWith('node:'))
    expect([...new Set(packages)].toSorted()).toEqual([
      '@kansoku/core',
      '@kansoku/core/llmops',
      '@kansoku/core/semconv',
      '@opentelemetry/api',
      '@opentelemetry/instrumentation',
    ])
  })

  it('asks the network for nothing but what the application asks for', async () => {
    const asked: unknown[] = []
    const onRequest = (message: unknown): void => void asked.push(message)
    const channels = ['http.client.request.start', 'undici:request:create']
    for (const channel of channels) subscribe(channel, onRequest)
    await tracedClient({ captureMessageContent: 'SPAN_AND_EVENT' }).chat.completions.create(PARAMS)
    for (const channel of channels) unsubscribe(channel, onRequest)
    expect(asked).toHaveLength(1)
  })

  it('throws no mistake of its options into a call', async () => {
    const mistaken = {
      captureMessageContent: 7,
      contentPolicy: { capture: 'x', redact: 'x', media: 7, maxAttributeBytes: 'x' },
      includeUsage: {},
      inferContracts: 7,
    } as unknown as OpenAIInstrumentationConfig
    const { choices } = await tracedClient(mistaken).chat.completions.create(PARAMS)
    expect(choices).toHaveLength(1)
    expect(recorder.open()).toBe(0)
  })
})

describe('a span with content', () => {
  it('has the names of one version of the conventions', async () => {
    await tracedClient({ captureMessageContent: 'SPAN_ONLY' }).chat.completions.create(PARAMS)
    const names = Object.keys(recorder.spans()[0]?.attributes ?? {})
    expect(names).toContain('gen_ai.provider.name')
    expect(
      names.filter((name) => /^(gen_ai\.(system|prompt|completion)$|llm\.)/.test(name)),
    ).toEqual([])
    expect(names.filter((name) => /(prompt|completion)_tokens/.test(name))).toEqual([])
  })

  it('has neither vectors nor the bytes of pictures', async () => {
    const client = tracedClient({ captureMessageContent: 'SPAN_AND_EVENT' })
    const embedding = Array.from({ length: 3072 }, (_, index) => index / 7)
    server.answer(
      { json: { object: 'list', model: 'm', data: [{ index: 0, embedding }], usage: {} } },
      { json: { created: 1, data: [{ b64_json: 'A'.repeat(40_000) }] } },
    )
    await client.embeddings.create({ model: 'm', input: 'x', encoding_format: 'float' })
    await client.images.generate({ model: 'm', prompt: 'x' })
    const signals = [...recorder.spans(), ...recorder.events()].map((one) => one.attributes)
    expect(recorder.spans()).toHaveLength(2)
    expect(JSON.stringify(signals).length).toBeLessThan(5_000)
  })
})
