import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { definePrompt, oneOf } from '@kansoku/core'
import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import { NodeSDK } from '@opentelemetry/sdk-node'
import * as openai from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import { capturedContent } from '../content/captured-content.ts'
import { resolveContentStorage } from '../content/resolve-storage.ts'
import type { ContentStorage } from '../content/storage-options.ts'
import { ingestionServer, type IngestionServer } from '../testing/ingestion-server.ts'
import { flushTelemetry } from '../with-flush.ts'
import { says } from './answers.ts'
import { model, type Model } from './model.ts'
import { stable } from './stable.ts'

const contentStorage: ContentStorage = {
  overflow: 'chunks',
  instructions: 'once',
  prompts: { always: { mode: 'chunks' }, secret: { mode: 'hash' } },
}
const captureMessageContent = 'SPAN_ONLY'

let ingestion: IngestionServer
let server: Model
let sdk: NodeSDK
let storageDirectory: string

beforeAll(async () => {
  ingestion = await ingestionServer()
  server = await model()
  storageDirectory = mkdtempSync(join(tmpdir(), 'kansoku-golden-'))
  const contentPolicy = capturedContent(
    resolveContentStorage(contentStorage),
    {},
    {},
    captureMessageContent,
  )
  const instrumentation = new OpenAIInstrumentation({ contentPolicy })
  sdk = new NodeSDK({
    ...azureMonitor({
      connectionString: ingestion.connectionString,
      serviceName: 'rag-chatbot',
      captureMessageContent,
      contentStorage,
      instrumentOpenAI: false,
      instrumentations: [instrumentation],
      storageDirectory,
    }),
    autoDetectResources: false,
  })
  sdk.start()
  instrumentation.manuallyInstrument(openai)
})
afterAll(async () => {
  await sdk.shutdown()
  await server[Symbol.asyncDispose]()
  await ingestion[Symbol.asyncDispose]()
  rmSync(storageDirectory, { recursive: true })
})

type Messages = readonly { role: 'system' | 'user'; content: string }[]

/** One call within a prompt of this name. */
async function chat(prompt: string, messages: Messages): Promise<void> {
  server.answer(says('Yes'))
  const client = new openai.OpenAI({ apiKey: 'none', baseURL: server.baseURL, maxRetries: 0 })
  await definePrompt({ name: prompt, version: 4, output: oneOf('Yes', 'No') }).run(
    { metadata: { turn: 3 } },
    () => client.chat.completions.create({ model: 'gpt-4o', messages: [...messages] }),
  )
}

/** Three bytes a character, and a pair where the second chunk ends. */
const LONG = `${'日本語の長い質問です。'.repeat(3400)}😀`
const SYSTEM = '検索するか判断してください。'.repeat(30)
const user = (content: string): Messages => [{ role: 'user', content }]
const decide: Messages = [{ role: 'system', content: SYSTEM }, ...user('今日は何曜日？')]

const SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  'content-in-chunks': () => chat('long', user(LONG)),
  'content-always-in-chunks': () => chat('always', user('今日は何曜日？')),
  'content-as-hashes': () => chat('secret', user('今日は何曜日？')),
  'content-repeated-instructions': async () => {
    await chat('decide', decide)
    await chat('decide', decide)
  },
}

it.each(Object.entries(SCENARIOS))('%s is as it was agreed', async (name, scenario) => {
  const before = ingestion.envelopes.length
  await scenario()
  await flushTelemetry()
  const text = stable(ingestion.envelopes.slice(before), new URL(server.baseURL).port)
    // Whose they are, the tests beside `repeated-instructions.ts` say.
    .replaceAll(/(operation_id|span_id)(\W+)[0-9a-f]+/g, '$1$2id')
  await expect(text).toMatchFileSnapshot(
    fileURLToPath(new URL(`envelopes/${name}.json`, import.meta.url)),
  )
})
