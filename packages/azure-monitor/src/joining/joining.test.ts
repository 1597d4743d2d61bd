import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ingestionServer, type IngestionServer } from '../testing/ingestion-server.ts'
import { modelServer, type ModelServer } from '../testing/model-server.ts'
import { type App, OTHER_SDK, REGISTERED, runApp, type RunResult } from '../testing/run-app.ts'

let model: ModelServer
const storage = mkdtempSync(join(tmpdir(), 'kansoku-join-'))
beforeAll(async () => {
  model = await modelServer()
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
  rmSync(storage, { recursive: true })
})

const run = (
  app: App,
  preload: readonly string[],
  ingestion: IngestionServer,
): Promise<RunResult> =>
  runApp({
    app,
    preload,
    env: {
      MODEL_URL: model.url,
      KANSOKU_STORAGE_DIRECTORY: storage,
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      OTEL_SERVICE_NAME: 'asking',
    },
  })

describe.concurrent('register, beside an SDK of the application', { timeout: 30_000 }, () => {
  it.each([
    ['later', REGISTERED],
    ['before', [...OTHER_SDK, ...REGISTERED]],
  ])('sends our rows, and leaves it its spans, where it starts %s', async (_, preload) => {
    await using ingestion = await ingestionServer()
    const { code, stderr, stdout } = await run('joined.mjs', preload, ingestion)
    expect({ code, stderr, stdout }).toEqual({
      code: 0,
      stderr: '',
      stdout: 'from an instrumentation, a request\n',
    })
    const rows = ingestion.ofType('RemoteDependencyData')
    expect(rows.map(({ data }) => data.baseData.name)).toEqual([
      'chat gpt-4o',
      'execute_tool look_up',
    ])
    // Of the application's trace, and below its span.
    expect(new Set(rows.map(({ tags }) => tags['ai.operation.id'])).size).toBe(1)
    expect(rows[0]?.tags['ai.operation.parentId']).toMatch(/^[0-9a-f]{16}$/)
    expect(ingestion.ofType('MetricData').length).toBeGreaterThan(2)
  })

  it('gives each row once where the application configures us itself', async () => {
    await using ingestion = await ingestionServer()
    const { code, stderr } = await run('configured.mjs', REGISTERED, ingestion)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(
      ingestion.ofType('RemoteDependencyData').map(({ tags }) => tags['ai.cloud.role']),
    ).toEqual(['own-sdk'])
  })
})
