import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, it } from 'vitest'

import {
  ingestionServer,
  type IngestionServer,
  type WireEnvelope,
} from '../../packages/azure-monitor/src/testing/ingestion-server.ts'
import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import { type Installation, install } from '../install.ts'

/** The examples that are no part of the workspace, installed as their own package.json says. */

let models: ModelServer
beforeAll(async () => {
  models = await startServer()
  models.answer({ json: completion([choice({ content: 'Yes' })]) })
})
afterAll(() => models.close())

const isNoManifest = (file: string): boolean => !file.endsWith('package.json')

async function installExample(name: string): Promise<Installation> {
  const folder = fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url))
  const manifest = await readFile(join(folder, 'package.json'), 'utf8')
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> }
  const fromRegistry = Object.entries(dependencies).filter(
    ([each]) => !each.startsWith('@kansoku/'),
  )
  const installation = await install({
    packages: ['core', 'instrumentation-openai', 'azure-monitor'],
    dependencies: Object.fromEntries(fromRegistry),
  })
  await cp(folder, installation.folder, { recursive: true, filter: isNoManifest })
  return installation
}

const environment = (ingestion: IngestionServer): NodeJS.ProcessEnv => ({
  APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  OPENAI_BASE_URL: models.baseURL,
  OPENAI_API_KEY: 'none',
  OTEL_SERVICE_NAME: 'example',
  NEXT_TELEMETRY_DISABLED: '1',
  // Of its start script: the last rows go before the process does.
  NEXT_MANUAL_SIG_HANDLE: 'true',
})

const idOf = ({ data }: WireEnvelope): unknown => data.baseData['id']

/** The row of the one call, and the name of the row that is its parent. */
function callIn(ingestion: IngestionServer): unknown {
  const rows = ['RemoteDependencyData', 'RequestData'].flatMap((type) => ingestion.ofType(type))
  const calls = rows.filter(({ data }) => data.baseData['type'] === 'GenAI | openai')
  return calls.map(({ data: { baseData }, tags }) => ({
    name: baseData.name,
    role: tags['ai.cloud.role'],
    prompt: baseData.properties['gen_ai.prompt.name'],
    label: baseData.properties['llmops.output.label'],
    parent: rows.find((row) => idOf(row) === tags['ai.operation.parentId'])?.data.baseData.name,
  }))
}

const CALL = { name: 'chat gpt-4.1-mini', role: 'example', prompt: 'search_decision', label: 'Yes' }

describe.concurrent('the example', { timeout: 240_000 }, () => {
  it('azure-distro gives its call as a row below its own span', async ({ expect }) => {
    await using ingestion = await ingestionServer()
    const installation = await installExample('azure-distro')
    const args = ['--import', './telemetry.mjs', 'app.mjs']
    const output = await installation.run(args, { env: environment(ingestion) })
    await installation.remove()
    expect(output).toEqual({ stdout: 'Yes\n', stderr: '' })
    expect(callIn(ingestion)).toEqual([{ ...CALL, parent: 'answer a question' }])
  })

  it('nextjs gives the call of a route, built and served by Next.js, as a row of its request', async ({
    expect,
  }) => {
    await using ingestion = await ingestionServer()
    const installation = await installExample('nextjs')
    const next = join(installation.folder, 'node_modules/next/dist/bin/next')
    const env = environment(ingestion)
    await installation.run([next, 'build'], { env })
    const server = spawn(process.execPath, [next, 'start', '--port', '0', '-H', '127.0.0.1'], {
      cwd: installation.folder,
      env: { ...process.env, ...env },
    })
    const answer = await fetch(`${await addressOf(server)}/api/decide`, {
      method: 'POST',
      body: 'How many days of leave do I have?',
    })
    expect(await answer.json()).toEqual({ search: 'Yes' })
    server.kill('SIGTERM')
    await once(server, 'close')
    await installation.remove()
    expect(callIn(ingestion)).toEqual([
      { ...CALL, parent: 'executing api route (app) /api/decide' },
    ])
  })
})

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('There is no stdout.')
  for await (const line of createInterface({ input: server.stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('Next.js has ended without an address.')
}
