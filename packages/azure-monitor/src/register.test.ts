import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ingestionServer } from './testing/ingestion-server.ts'
import { modelServer, type ModelServer } from './testing/model-server.ts'
import { REGISTERED, runApp, WATCHED } from './testing/run-app.ts'

const APPS = ['ask.mjs', 'ask.cjs'] as const
const storage = mkdtempSync(join(tmpdir(), 'kansoku-test-'))
let model: ModelServer

beforeAll(async () => {
  model = await modelServer()
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
})

const env = (connectionString?: string): Record<string, string> => ({
  MODEL_URL: model.url,
  KANSOKU_STORAGE_DIRECTORY: storage,
  ...(connectionString !== undefined && {
    APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
  }),
})

describe.concurrent('register', { timeout: 30_000 }, () => {
  it.each(APPS)('sends the rows of %s when it ends by itself, with its exit code', async (app) => {
    await using ingestion = await ingestionServer()
    const run = await runApp({
      app,
      args: ['exit-code'],
      env: {
        ...env(ingestion.connectionString),
        OTEL_SERVICE_NAME: 'asking',
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
      },
    })
    expect(run).toMatchObject({ code: 3, signal: null, stdout: 'Yes\n', stderr: '' })
    const rows = ingestion.ofType('RemoteDependencyData')
    expect(rows.map(({ tags, data }) => [tags['ai.cloud.role'], data.baseData])).toEqual([
      [
        'asking',
        expect.objectContaining({
          name: 'chat gpt-4o',
          type: 'GenAI | openai',
          target: `127.0.0.1:${model.port}`,
          success: true,
          measurements: expect.objectContaining({
            'gen_ai.usage.input_tokens': 12,
            'gen_ai.usage.output_tokens': 1,
          }),
          properties: expect.objectContaining({
            'gen_ai.input.messages': expect.stringContaining('東京の明日の天気は?'),
          }),
        }),
      ],
    ])
    expect(ingestion.ofType('MetricData').length).toBeGreaterThan(1)
  })
})
void REGISTERED
void WATCHED
