import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, it } from 'vitest'

import {
  ingestionServer,
  type WireEnvelope,
} from '../../packages/azure-monitor/src/testing/ingestion-server.ts'
import { startServer } from '../../packages/instrumentation-openai/src/testing/server.ts'
import { type Installation, install, moveDependency } from '../install.ts'
import { stableRows } from './azure-rows.ts'
import { ANSWERS } from './expected.ts'
import { GENERATIONS } from './installations.ts'

const apps = fileURLToPath(new URL('apps/', import.meta.url))
/** One file for all: whatever an application has installed, and however it is started, its rows are these. */
const ROWS = fileURLToPath(new URL('azure-rows.json', import.meta.url))
/** Reports each host that a process talks to, and brings what happens later into the time of a test. */
const WATCH_SOCKETS = fileURLToPath(
  new URL('../../packages/azure-monitor/src/testing/apps/watch-sockets.cjs', import.meta.url),
)
const PACKAGES = ['core', 'instrumentation-openai', 'azure-monitor'] as const
const NEWEST = '7.57.0'
const OPENAI = ['6.49.0', NEWEST] as const

const NODE_SDK = {
  'register, in ESM': ['--import', '@kansoku/azure-monitor/register', 'azure/app.mjs'],
  'register, in CommonJS': ['--require', '@kansoku/azure-monitor/register', 'azure/app.cjs'],
  'azureMonitor(), in ESM': ['--import', './azure/node-sdk.mjs', 'azure/app.mjs'],
  'azureMonitor(), in CommonJS': ['--require', './azure/node-sdk.cjs', 'azure/app.cjs'],
}
const USE_AZURE_MONITOR = {
  'azureMonitorDistro(), in ESM': ['--import', './azure/distro.mjs', 'azure/app.mjs'],
  'azureMonitorDistro(), in CommonJS': ['--require', './azure/distro.cjs', 'azure/app.cjs'],
  'azureMonitorDistro(), in one CommonJS file': ['azure/one-file.cjs'],
}
const DISTRO = { '@azure/monitor-opentelemetry': '1.21.0' }
/** What our README tells npm users who have API 1.10. */
const ONE_API = { '@opentelemetry/api': '$@opentelemetry/api' }

interface Host {
  readonly dependencies: Readonly<Record<string, string>>
  readonly overrides?: Readonly<Record<string, string>>
  readonly ways: Readonly<Record<string, readonly string[]>>
  /** What npm has to say: the SDK 2.x below the Azure exporter allows API 1.10 nowhere, but runs with it. */
  readonly complaints: 'none' | 'of the range of API 1.10'
}

const HOSTS: Readonly<Record<string, Host>> = {
  'NodeSDK 0.221, API 1.9': {
    dependencies: GENERATIONS['2.x'],
    ways: NODE_SDK,
    complaints: 'none',
  },
  'NodeSDK 0.301, API 1.10': {
    dependencies: {
      ...GENERATIONS['3.x'],
      '@opentelemetry/api-logs': '0.221.0',
      '@opentelemetry/sdk-trace': '3.1.0',
    },
    ways: NODE_SDK,
    complaints: 'of the range of API 1.10',
  },
  'NodeSDK 0.301, API 1.10 in the whole tree': {
    dependencies: GENERATIONS['3.x'],
    overrides: ONE_API,
    ways: NODE_SDK,
    complaints: 'none',
  },
  'the distro 1.21, API 1.9': {
    dependencies: { ...DISTRO, '@opentelemetry/api': '1.9.1' },
    ways: USE_AZURE_MONITOR,
    complaints: 'none',
  },
  'the distro 1.21, API 1.10 in the whole tree': {
    dependencies: { ...DISTRO, '@opentelemetry/api': '1.10.0' },
    overrides: ONE_API,
    ways: USE_AZURE_MONITOR,
    complaints: 'none',
  },
}

const storage = await mkdtemp(join(tmpdir(), 'kansoku-compatibility-'))
afterAll(() => rm(storage, { recursive: true }))

/** Each is installed once, and stays until the end. */
const installations = new Map<string, Promise<Installation>>()
function installed(host: string): Promise<Installation> {
  const { dependencies, overrides } = HOSTS[host] as Host
  const known = installations.get(host) ?? installClients(dependencies, overrides)
  installations.set(host, known)
  return known
}
afterAll(async () => {
  const all = await Promise.all(installations.values())
  await Promise.all(all.map(({ remove }) => remove()))
}, 60_000)

describe.each(Object.entries(HOSTS))(
  'azure-monitor, installed by npm beside %s',
  (host, { complaints, ways }) => {
    let installation: Installation

    beforeAll(async () => {
      installation = await installed(host)
    }, 240_000)

    it('hears of no other problem than is known', ({ expect }) => {
      const known = complaints === 'none' ? /^$/ : /ERESOLVE overriding peer|^invalid: .*api@1\.10/
      expect(installation.complaints.filter((line) => !known.test(line))).toEqual([])
      expect(installation.complaints.length > 0).toBe(complaints !== 'none')
    })

    // The older client is no other matter beside another API: once for each kind of SDK is enough.
    const versions =
      complaints === 'none' && !('overrides' in (HOSTS[host] ?? {})) ? OPENAI : [NEWEST]
    describe.each(versions)('openai %s', (version) => {
      it.concurrent.for(Object.entries(ways))(
        'gives the same rows through %s',
        async ([, args], { expect }) => {
          const { envelopes, modelPort } = await run(installation, version, args)
          await expect(stableRows(envelopes, modelPort)).toMatchFileSnapshot(ROWS)
        },
      )
    })
  },
)

describe('azure-monitor, installed by pnpm, which rejects what is out of range', () => {
  let installation: Installation

  beforeAll(async () => {
    installation = await install({
      packages: PACKAGES,
      dependencies: { ...GENERATIONS['2.x'], openai: '7.57.0' },
      manager: 'pnpm',
    })
    await cp(apps, installation.folder, { recursive: true })
  }, 240_000)
  afterAll(() => installation.remove())

  it.concurrent.for(Object.entries(NODE_SDK))(
    'gives the same rows through %s',
    async ([, args], { expect }) => {
      const { envelopes, modelPort } = await run(installation, '.', args)
      await expect(stableRows(envelopes, modelPort)).toMatchFileSnapshot(ROWS)
    },
  )
})

describe.each([
  ['NodeSDK 0.221, API 1.9', 'register, in ESM'],
  ['NodeSDK 0.301, API 1.10', 'azureMonitor(), in ESM'],
  ['the distro 1.21, API 1.9', 'azureMonitorDistro(), in ESM'],
])('with sampling beside %s', (host, way) => {
  it('sends only what matters of its traces, each row once, and metrics of all', async ({
    expect,
  }) => {
    const installation = await installed(host)
    const { envelopes, stderr } = await run(installation, '7.57.0', HOSTS[host]?.ways[way] ?? [], {
      KANSOKU_SAMPLING_RATIO: '0',
      KANSOKU_SAMPLING_NEW_VERSION_CALLS: '0',
    })
    const rows = envelopes.filter(({ data }) => data.baseType !== 'MetricData')
    expect(rows.map(({ data }) => `${data.baseType} ${data.baseData.name}`).toSorted()).toEqual([
      'EventData gen_ai.evaluation.result',
      'ExceptionData undefined',
      'ExceptionData undefined',
      // Of three calls the one that fails, and its details.
      'MessageData undefined',
      'RemoteDependencyData chat gpt-4o',
      'RemoteDependencyData execute_tool look_up',
    ])
    const counts = envelopes
      .filter(({ data }) => data.baseType === 'MetricData')
      .flatMap(({ data }) => data.baseData['metrics'] as { name: string; count?: number }[])
      .filter(({ name }) => name === 'gen_ai.client.inference.duration')
    expect(counts.length).toBeGreaterThan(0)
    expect(stderr).toBe('')
  }, 240_000)
})

describe('beside NodeSDK 0.301', () => {
  let installation: Installation

  beforeAll(async () => {
    installation = await installed('NodeSDK 0.301, API 1.10')
  }, 240_000)

  it('leaves its spans to an SDK that the application starts after register', async ({
    expect,
  }) => {
    const { envelopes, stderr, stdout } = await run(installation, '7.57.0', [
      '--import',
      '@kansoku/azure-monitor/register',
      'azure/own-sdk.mjs',
    ])
    const rows = envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData')
    expect(rows.map(({ data }) => data.baseData.name)).toEqual(['execute_tool look_up'])
    expect(rows[0]?.tags['ai.operation.parentId']).toMatch(/^[0-9a-f]{16}$/)
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: 'a request\n' })
  })

  it("leaves spans to the application's own processors as they were", async ({ expect }) => {
    const { envelopes, stdout } = await run(installation, '7.57.0', ['azure/own-processor.mjs'])
    expect(JSON.parse(stdout)).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'look_up',
      'gen_ai.tool.type': 'function',
      'llmops.content.capture': 'span',
    })
    expect(envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData')).toHaveLength(1)
  })

  it.for<[string, string, string[]]>([
    ['are lost', 'false', []],
    ['arrive over the bridge of our README', 'true', ['from a library']],
  ])(
    "logs of libraries that write to the older API's global %s",
    async ([, BRIDGE, messages], { expect }) => {
      const { envelopes } = await run(installation, '7.57.0', ['azure/api-logs.mjs'], { BRIDGE })
      expect(
        envelopes
          .filter(({ data }) => data.baseType === 'MessageData')
          .map(({ data }) => data.baseData['message']),
      ).toEqual(messages)
    },
  )
})

describe('beside the distro 1.21', () => {
  it.for<[string, NodeJS.ProcessEnv]>([
    ['', {}],
    [' with sampling', { KANSOKU_SAMPLING_RATIO: '0.5' }],
  ])(
    'talks to the endpoint, to the model, and off Azure to nobody but the address of a virtual machine%s',
    { timeout: 240_000 },
    async ([, env], { expect }) => {
      const installation = await installed('the distro 1.21, API 1.9')
      const { ingestionPort, modelPort, stderr } = await run(
        installation,
        '7.57.0',
        ['--require', WATCH_SOCKETS, 'azure/one-file.cjs'],
        env,
      )
      const hosts = [...stderr.matchAll(/^SOCKET (.*)$/gm)].map(([, host]) => host ?? '')
      expect([...new Set(hosts)].toSorted()).toEqual(
        [`127.0.0.1:${ingestionPort}`, `127.0.0.1:${modelPort}`, '169.254.169.254:80'].toSorted(),
      )
    },
  )

  it('leaves it its spans where the application starts it after register', async ({ expect }) => {
    const installation = await installed('the distro 1.21, API 1.9')
    const { envelopes, stderr } = await run(
      installation,
      '7.57.0',
      ['--import', '@kansoku/azure-monitor/register', 'azure/plain-distro.mjs'],
      { APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' },
    )
    const rows = envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData')
    const named = (name: string) => rows.find(({ data }) => data.baseData.name === name)
    const [ours, theirs] = [named('execute_tool look_up'), named('a request')]
    expect(rows).toHaveLength(2)
    expect(ours?.tags['ai.operation.parentId']).toBe(theirs?.data.baseData['id'])
    expect(ours?.data.baseData.properties['llmops.status']).toBe('Success')
    expect(stderr).toBe('')
  }, 240_000)

  it('says in one line that an API of its own keeps everything from the distro', async ({
    expect,
  }) => {
    const installation = await installClients({ ...DISTRO, '@opentelemetry/api': '1.10.0' })
    const { envelopes, stderr } = await run(installation, '7.57.0', ['azure/one-file.cjs'])
    expect(stderr).toMatch(
      /^kansoku: nothing is recorded: .*"@opentelemetry\/api": "~1\.9\.1".*\n$/,
    )
    expect(envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData')).toEqual([])
    await installation.remove()
  }, 240_000)

  it('marks the rows of calls that its own metrics count, and changes nothing else', async ({
    expect,
  }) => {
    const installation = await installed('the distro 1.21, API 1.9')
    const [bare, counted] = await Promise.all(
      ['false', 'true'].map(async (own) => {
        const { envelopes, modelPort } = await run(installation, '7.57.0', ['azure/one-file.cjs'], {
          DISTRO_METRICS: own,
        })
        const calls = envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData')
        return JSON.parse(stableRows(calls, modelPort)) as Row[]
      }),
    )
    const client = "(Name:'Dependencies', Ver:'1.1')"
    expect(counted?.map(({ baseData }) => baseData.properties[MARK])).toEqual([
      client,
      client,
      client,
      undefined,
    ])
    for (const row of counted ?? []) Reflect.deleteProperty(row.baseData.properties, MARK)
    expect(counted).toEqual(bare)
  }, 240_000)
})

const MARK = '_MS.ProcessedByMetricExtractors'
interface Row {
  readonly baseData: { readonly properties: Record<string, string> }
}

/** Both versions of the client have a folder with the applications each. */
async function installClients(
  dependencies: Readonly<Record<string, string>>,
  overrides?: Readonly<Record<string, string>>,
): Promise<Installation> {
  const clients = OPENAI.map((version) => [`openai-${version}`, `npm:openai@${version}`])
  const installation = await install({
    packages: PACKAGES,
    dependencies: { ...dependencies, ...Object.fromEntries(clients) },
    ...(overrides && { overrides }),
  })
  await Promise.all(
    OPENAI.map(async (version) => {
      await moveDependency(installation, `openai-${version}`, version, 'openai')
      await cp(apps, join(installation.folder, version), { recursive: true })
    }),
  )
  return installation
}

interface Run {
  readonly envelopes: readonly WireEnvelope[]
  readonly modelPort: string
  readonly ingestionPort: number
  readonly stdout: string
  readonly stderr: string
}

async function run(
  installation: Installation,
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Run> {
  const model = await startServer()
  model.answer(...ANSWERS)
  await using ingestion = await ingestionServer()
  try {
    const { stderr, stdout } = await installation.run(args, {
      folder,
      env: {
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        BASE_URL: model.baseURL,
        KANSOKU_STORAGE_DIRECTORY: storage,
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_AND_EVENT',
        OTEL_SERVICE_NAME: 'asking',
        ...env,
      },
    })
    const modelPort = new URL(model.baseURL).port
    const { port: ingestionPort } = ingestion
    return { envelopes: [...ingestion.envelopes], modelPort, ingestionPort, stdout, stderr }
  } finally {
    await model.close()
  }
}
