import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import { NodeSDK } from '@opentelemetry/sdk-node'
import * as openai from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import {
  ingestionServer,
  type IngestionServer,
  type WireEnvelope,
} from '../testing/ingestion-server.ts'
import { flushTelemetry } from '../with-flush.ts'
import { model, type Model } from './model.ts'
import { SCENARIOS } from './scenarios.ts'
import { stable } from './stable.ts'

const golden = (name: string): string =>
  fileURLToPath(new URL(`envelopes/${name}.json`, import.meta.url))

let ingestion: IngestionServer
let server: Model
let sdk: NodeSDK
let storageDirectory: string

beforeAll(async () => {
  ingestion = await ingestionServer()
  server = await model()
  storageDirectory = mkdtempSync(join(tmpdir(), 'kansoku-golden-'))
  const instrumentation = new OpenAIInstrumentation({ captureMessageContent: 'SPAN_AND_EVENT' })
  sdk = new NodeSDK({
    ...azureMonitor({
      connectionString: ingestion.connectionString,
      serviceName: 'rag-chatbot',
      captureMessageContent: 'SPAN_AND_EVENT',
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

/** What arrives of a scenario. */
async function rowsOf(name: string): Promise<WireEnvelope[]> {
  const before = ingestion.envelopes.length
  await SCENARIOS[name]?.(server)
  await flushTelemetry()
  return ingestion.envelopes.slice(before)
}

describe('the envelopes', () => {
  it.each(Object.keys(SCENARIOS))('of %s are as they were agreed', async (name) => {
    const text = stable(await rowsOf(name), new URL(server.baseURL).port)
    await expect(text).toMatchFileSnapshot(golden(name))
  })

  it('of 5 MB of content have all numbers, and fit into a row', async () => {
    const call = (await rowsOf('five-megabytes')).find(
      ({ data }) => data.baseType === 'RemoteDependencyData',
    )
    const { measurements, properties } = call?.data.baseData ?? {}
    expect(measurements).toEqual({
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 1,
      'llmops.content.original_bytes': 5_250_120,
      'gen_ai.usage.cache_read.input_tokens': 100,
      'llmops.metadata.turn': 3,
    })
    // Azure was seen to cut Properties here, and JSON stands in JSON.
    expect(JSON.stringify(properties).length).toBeLessThan(65_532)
    expect(Object.keys(properties ?? {}).slice(-2)).toEqual([
      'gen_ai.input.messages',
      'gen_ai.output.messages',
    ])
  })
})
