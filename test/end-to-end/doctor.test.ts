import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished } from 'vitest'

import { KANSOKU, start } from './processes.ts'

const app = (name: string): string => fileURLToPath(new URL(`apps/doctor/${name}`, import.meta.url))

interface Found {
  readonly id: string
  readonly status: string
  readonly detail: { readonly en: string }
  readonly fix?: { readonly en: string }
}

/** What the doctor finds, and its exit code. */
async function examine(
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
  folder?: string,
): Promise<{ code: number | null; found: readonly Found[] }> {
  const args = command.length === 0 ? [] : ['--for', '20', '--', process.execPath, ...command]
  const { code, stdout } = await start([KANSOKU, 'doctor', '--json', ...args], env, folder).exit
  expect(stdout).toMatch(/^\[/u)
  return { code, found: JSON.parse(stdout) as Found[] }
}

const ids = (found: readonly Found[], ...statuses: string[]): string[] =>
  found.filter(({ status }) => statuses.includes(status)).map(({ id }) => id)

const fixOf = (found: readonly Found[], id: string): string =>
  found.find((each) => each.id === id)?.fix?.en ?? ''

/** Somewhere outside of the workspace, so that packages are only those that are put there. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kansoku-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const register = ['--import', import.meta.resolve('@kansoku/azure-monitor/register')]

describe('kansoku doctor, of a run', () => {
  it('finds nothing where all is well, CommonJS or ES module', async () => {
    const { code, found } = await examine([...register, app('plain.mjs')])
    expect(ids(found, 'problem')).toEqual([])
    expect(ids(found, 'ok')).toContain('run')
    expect(code).toBe(0)
  })

  it.each([
    [
      'the telemetry is not loaded',
      'plain.mjs',
      'not-loaded',
      '--import @kansoku/azure-monitor/register',
    ],
    ['the client is loaded before it', 'too-late.mjs', 'too-late', 'on the command line'],
    [
      'ES modules have no hook',
      'no-hook.mjs',
      'no-esm-hook',
      '@kansoku/instrumentation-openai/hook',
    ],
    ['the process ends without a flush', 'no-flush.mjs', 'no-flush', 'sdk.shutdown()'],
    ['there are two SDKs', 'two-sdks.mjs', 'two-sdks', 'new NodeSDK(azureMonitor())'],
  ])('finds that %s', async (_, name, id, fix) => {
    const { code, found } = await examine([app(name)])
    expect(ids(found, 'problem')).toEqual([id])
    expect(fixOf(found, id)).toContain(fix)
    expect(code).toBe(1)
  })

  it('takes what is sent by OTLP, and says that Azure gets nothing of it', async () => {
    const { code, found } = await examine(
      ['--import', new URL('apps/otlp.mjs', import.meta.url).href, app('plain.mjs')],
      {
        APPLICATIONINSIGHTS_CONNECTION_STRING: undefined,
        OTEL_EXPORTER_OTLP_ENDPOINT: `${await answering()}?key=canary`,
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=canary',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
      },
    )
    expect(ids(found, 'problem', 'warning')).toEqual(['otlp-only'])
    expect(ids(found, 'ok')).toContain('run')
    expect(fixOf(found, 'otlp-only')).toContain('new NodeSDK(azureMonitor())')
    expect(JSON.stringify(found)).not.toContain('canary')
    expect(code).toBe(0)
  })

  it('counts a call once that goes to Azure and to a collector', async () => {
    const { found } = await examine([app('collector.mjs')])
    const run = found.find(({ id }) => id === 'run')
    expect(run?.detail.en).toBe('1 requests to a model, 1 calls in the rows.')
  })

  it('finds a sampler at its default', async () => {
    const { found } = await examine([app('rate-limited.mjs')])
    expect(fixOf(found, 'sampler')).toContain('azureMonitorDistro')
  })

  it('finds a client in a bundle', async () => {
    const folder = temporaryFolder()
    const require = createRequire(
      new URL('../../packages/instrumentation-openai/package.json', import.meta.url),
    )
    const { build } = require('esbuild') as { build: (options: object) => Promise<unknown> }
    const outfile = join(folder, 'app.mjs')
    await build({
      entryPoints: [app('plain.mjs')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    })
    const { found } = await examine([...register, outfile])
    expect(ids(found, 'problem')).toEqual(['bundled'])
    expect(fixOf(found, 'bundled')).toContain('instrumentOpenAI(client)')
  })

  it('finds another version of the client, and two of the API', async () => {
    const folder = temporaryFolder()
    /** The real package, under another version. */
    const put = (name: string, version: string): void => {
      const target = join(folder, 'node_modules', name)
      mkdirSync(target, { recursive: true })
      const real = JSON.stringify(import.meta.resolve(name))
      writeFileSync(
        join(target, 'index.mjs'),
        `export * from ${real}\nexport { default } from ${real}\n`,
      )
      writeFileSync(
        join(target, 'package.json'),
        JSON.stringify({ name, version, exports: './index.mjs' }),
      )
    }
    put('openai', '8.0.0')
    put('@opentelemetry/api', '1.99.0')
    symlinkSync(app('ask.mjs'), join(folder, 'ask.mjs'))
    writeFileSync(
      join(folder, 'app.mjs'),
      `import '@opentelemetry/api'\nimport OpenAI from 'openai'\nimport { ask } from './ask.mjs'\nawait ask(OpenAI)\n`,
    )
    const { found } = await examine([...register, join(folder, 'app.mjs')])
    expect(ids(found, 'problem').toSorted()).toEqual(['openai-version', 'two-apis'])
    expect(fixOf(found, 'two-apis')).toContain('npm ls @opentelemetry/api')
  })
})

/** An endpoint whose clock is ahead, in minutes. */
async function answering(ahead = 0): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + ahead * 60_000).toUTCString())
    response.end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => {
    server.once('listening', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

describe('kansoku doctor, of the surroundings', () => {
  const KEY = 'InstrumentationKey=00000000-0000-0000-0000-000000000000'

  it('finds variables that keep telemetry away', async () => {
    const { found } = await examine([], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=my-key',
      OTEL_SDK_DISABLED: 'true',
      OTEL_TRACES_SAMPLER: 'traceidratio',
    })
    expect(ids(found, 'problem', 'warning')).toEqual([
      'connection-string',
      'switched-off',
      'sampler-variable',
    ])
    expect(JSON.stringify(found)).not.toContain('my-key')
  })

  it('misses a connection string where OTLP goes nowhere either, and nothing where it goes somewhere', async () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = await answering()
    const nowhere = await examine([], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: undefined,
      OTEL_EXPORTER_OTLP_ENDPOINT: ' ',
    })
    expect(ids(nowhere.found, 'problem', 'warning')).toEqual(['connection-string'])
    const somewhere = await examine([], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: undefined,
      OTEL_EXPORTER_OTLP_ENDPOINT,
    })
    expect(ids(somewhere.found, 'problem', 'warning')).toEqual([])
  })

  it('finds a clock that is wrong, and the mode of Azure Functions', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'host.json'), '{ "version": "2.0" }')
    const env = {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `${KEY};IngestionEndpoint=${await answering(5)}`,
    }
    const { found } = await examine([], env, folder)
    expect(ids(found, 'problem', 'warning')).toEqual(['clock', 'functions-telemetry-mode'])
    expect(fixOf(found, 'functions-telemetry-mode')).toContain('"telemetryMode": "OpenTelemetry"')
  })

  it('finds an endpoint that does not answer, and says that content is off', async () => {
    const env = {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `${KEY};IngestionEndpoint=http://127.0.0.1:9/`,
    }
    const { found } = await examine([], env)
    expect(ids(found, 'problem', 'warning')).toEqual(['endpoint'])
    expect(ids(found, 'ok')).toEqual(['content-off'])
  })
})
