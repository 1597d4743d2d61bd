import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  connectionStringFor,
  CLOSED_PORT,
  freePort,
  ingestionServer,
  type IngestionServer,
} from './testing/ingestion-server.ts'
import { modelServer, type ModelServer } from './testing/model-server.ts'
import { DOCUMENTED_HOOK, OWN_SDK, REGISTERED, runApp, WATCHED } from './testing/run-app.ts'
import { storedTypes } from './testing/stored.ts'

const APPS = ['ask.mjs', 'ask.cjs'] as const
const storage = mkdtempSync(join(tmpdir(), 'kansoku-test-'))
let model: ModelServer

beforeAll(async () => {
  model = await modelServer()
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
  rmSync(storage, { recursive: true })
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

  it.each(APPS)('works as --require for %s, and twice as well as once', async (app) => {
    await using ingestion = await ingestionServer()
    const run = await runApp({
      app,
      preload: ['--require', REGISTERED[1] ?? '', ...REGISTERED],
      env: env(ingestion.connectionString),
    })
    expect(run).toMatchObject({ code: 0, stdout: 'Yes\n', stderr: '' })
    expect(ingestion.ofType('RemoteDependencyData')).toHaveLength(1)
  })

  it.each([
    ['alone', OWN_SDK],
    ["after the hook of OpenTelemetry's documentation", [...DOCUMENTED_HOOK, ...OWN_SDK]],
  ])('is not needed for ES modules by azureMonitor() in an own NodeSDK, %s', async (_, preload) => {
    await using ingestion = await ingestionServer()
    const run = await runApp({ app: 'ask.mjs', preload, env: env(ingestion.connectionString) })
    expect(run).toMatchObject({ code: 0, stdout: 'Yes\n', stderr: '' })
    expect(
      ingestion.ofType('RemoteDependencyData').map(({ tags }) => tags['ai.cloud.role']),
    ).toEqual(['own-sdk'])
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'sends the rows on %s and still dies by it',
    async (signal) => {
      await using ingestion = await ingestionServer()
      const run = await runApp({
        app: 'ask.mjs',
        args: ['wait'],
        env: env(ingestion.connectionString),
        onOutput: (text, kill) => text.includes('ready') && kill(signal),
      })
      expect(run).toMatchObject({ code: null, signal, stdout: 'Yes\nready\n', stderr: '' })
      expect(ingestion.ofType('RemoteDependencyData')).toHaveLength(1)
    },
  )

  it("leaves the end to the application's own signal handler", async () => {
    await using ingestion = await ingestionServer()
    const run = await runApp({
      app: 'ask.mjs',
      args: ['own-handler'],
      env: env(ingestion.connectionString),
      onOutput: (text, kill) => text.includes('ready') && kill('SIGTERM'),
    })
    expect(run).toMatchObject({ code: 7, signal: null, stderr: '' })
    expect(ingestion.ofType('RemoteDependencyData')).toHaveLength(1)
  })

  it.each(['throw', 'reject'])(
    'sends the rows on an uncaught error (%s), which ends the process as without us',
    async (how) => {
      await using ingestion = await ingestionServer()
      const app = { app: 'ask.mjs', args: [how] } as const
      const bare = await runApp({ ...app, preload: [], env: env() })
      const run = await runApp({ ...app, env: env(ingestion.connectionString) })
      expect(run).toMatchObject({ code: bare.code, signal: null, stdout: bare.stdout })
      expect(afterHeader(run.stderr)).toBe(afterHeader(bare.stderr))
      expect(bare).toMatchObject({ code: 1, stderr: expect.stringContaining('RangeError') })
      expect(ingestion.ofType('RemoteDependencyData')).toHaveLength(1)
    },
  )

  it('keeps the exit code of process.exit(), which nothing can delay', async () => {
    await using ingestion = await ingestionServer()
    const run = await runApp({
      app: 'ask.mjs',
      args: ['exit'],
      env: env(ingestion.connectionString),
    })
    expect(run).toMatchObject({ code: 3, stdout: 'Yes\n', stderr: '' })
    expect(ingestion.envelopes).toEqual([])
  })

  it("leaves stdout to the application when OpenTelemetry's own messages are asked for", async () => {
    await using ingestion = await ingestionServer()
    const run = await runApp({
      app: 'ask.mjs',
      env: { ...env(ingestion.connectionString), OTEL_LOG_LEVEL: 'debug' },
    })
    expect(run).toMatchObject({ code: 0, stdout: 'Yes\n' })
    expect(run.stderr).toContain('@opentelemetry/api: Registered a global for')
  })

  it('says once that there is nothing to send to, and changes nothing', async () => {
    const run = await runApp({ app: 'ask.mjs', env: env() })
    expect(run).toMatchObject({
      code: 0,
      stdout: 'Yes\n',
      stderr: expect.stringMatching(
        /^kansoku: telemetry is off, there is no connection string\. Set APPLICATIONINSIGHTS_CONNECTION_STRING .*\n$/,
      ),
    })
  })

  it('says nothing where OpenTelemetry is switched off', async () => {
    const run = await runApp({ app: 'ask.mjs', env: { ...env(), OTEL_SDK_DISABLED: 'true' } })
    expect(run).toMatchObject({ code: 0, stdout: 'Yes\n', stderr: '' })
  })

  it.each([
    ['InstrumentationKey=secret', 'InstrumentationKey is not a UUID'],
    [
      'InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=http://10.1.2.3',
      'plain http to 10.1.2.3',
    ],
  ])('says in one line why %s cannot be used, and the application runs', async (text, reason) => {
    const run = await runApp({ app: 'ask.cjs', env: env(text) })
    expect(run).toMatchObject({ code: 0, stdout: 'Yes\n' })
    expect(run.stderr).toMatch(
      /^kansoku: The connection string in APPLICATIONINSIGHTS_CONNECTION_STRING cannot be used: .*The application runs on without telemetry\.\n$/,
    )
    expect(run.stderr).toContain(reason)
    expect(run.stderr).not.toContain('secret')
  })

  it('waits for an endpoint that is down for a moment, and says so', async () => {
    const port = await freePort()
    let late: Promise<IngestionServer> | undefined
    const run = await runApp({
      app: 'ask.mjs',
      args: ['exit-code'],
      env: env(connectionStringFor(port)),
      onOutput: () => {
        late ??= setTimeoutPromise(3500).then(() => ingestionServer(port))
      },
    })
    await using ingestion = await late
    expect(run).toMatchObject({
      code: 3,
      stdout: 'Yes\n',
      stderr: `kansoku: waiting for http://127.0.0.1:${port} to take the last telemetry, at most 20 s; Ctrl+C ends the wait.\n`,
    })
    expect(ingestion?.ofType('RemoteDependencyData')).toHaveLength(1)
  })

  it.each(['exit-code', 'throw', 'wait'])(
    'leaves the rows on disk when the endpoint stays down (%s)',
    async (how) => {
      const folder = mkdtempSync(join(storage, 'down-'))
      const run = await runApp({
        app: 'ask.mjs',
        args: [how],
        env: {
          ...env(connectionStringFor(CLOSED_PORT)),
          KANSOKU_STORAGE_DIRECTORY: folder,
          KANSOKU_SHUTDOWN_TIMEOUT: '500',
        },
        onOutput: (text, kill) => text.includes('ready') && kill('SIGTERM'),
      })
      expect([run.code, run.signal]).toEqual(
        { 'exit-code': [3, null], throw: [1, null], wait: [null, 'SIGTERM'] }[how],
      )
      expect(storedTypes(folder).filter((type) => type === 'RemoteDependencyData')).toHaveLength(1)
    },
  )

  it('talks to no host but the endpoint and the one that the application talks to', async () => {
    await using ingestion = await ingestionServer()
    const run = await runApp({
      app: 'ask.mjs',
      args: ['wait'],
      preload: [...WATCHED, ...REGISTERED],
      // The side traffic of the exporter begins after at most 15 s, here after half a second.
      onOutput: (text, kill) => text.includes('ready') && setTimeout(kill, 2000, 'SIGTERM'),
      env: { ...env(ingestion.connectionString), HTTP_PROXY: 'http://192.0.2.1:3128' },
    })
    expect(ingestion.ofType('RemoteDependencyData')).toHaveLength(1)
    expect(sockets(run.stderr)).toEqual(
      [`127.0.0.1:${ingestion.port}`, `127.0.0.1:${model.port}`].toSorted(),
    )
  })
})

/** The report of an uncaught error without the place of the `throw`, which is ours then. */
function afterHeader(stderr: string): string {
  return stderr.slice(stderr.indexOf('\n\n'))
}

/** What `watch-sockets.cjs` reported, each host once. */
function sockets(stderr: string): string[] {
  const hosts = [...stderr.matchAll(/^SOCKET (.*)$/gm)].map(([, host]) => host ?? '')
  return [...new Set(hosts)].toSorted()
}
