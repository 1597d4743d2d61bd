import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ingestionServer,
  type IngestionServer,
} from '../../packages/azure-monitor/src/testing/ingestion-server.ts'
import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'

const blocks = blocksOf('docs/guides/azure-hosts.md')
const textOf = (title: string): string => blocks.find((block) => block.title === title)?.text ?? ''

const HOST = fileURLToPath(new URL('apps/functions-host.mjs', import.meta.url))
const FUNCTIONS = fileURLToPath(
  new URL('../../examples/azure-functions/node_modules/@azure/functions', import.meta.url),
)

let folder: string
let models: ModelServer

beforeAll(async () => {
  // Beside the other programs, where it finds the packages.
  folder = await mkdtemp(fileURLToPath(new URL('apps/hosts-', import.meta.url)))
  await mkdir(join(folder, 'node_modules/@azure'), { recursive: true })
  await Promise.all([
    symlink(FUNCTIONS, join(folder, 'node_modules/@azure/functions'), 'junction'),
    writeFile(join(folder, 'package.json'), '{"type":"module","main":"index.mjs"}'),
    ...['index.mjs', 'functions.mjs', 'server.mjs'].map((name) =>
      writeFile(join(folder, name), textOf(name)),
    ),
  ])
  models = await startServer()
  models.answer({ json: completion([choice({ content: 'Yes' })]) })
})
afterAll(async () => {
  await models.close()
  await rm(folder, { recursive: true })
})

interface Ended {
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program of the page; `onOutput` gets its stdout so far, and a way to end it. */
async function run(
  args: readonly string[],
  ingestion: IngestionServer,
  env: Readonly<Record<string, string>> = {},
  onOutput?: (text: string, end: () => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      KANSOKU_STORAGE_DIRECTORY: folder,
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: models.baseURL,
      ...env,
    },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
    onOutput?.(output.stdout, () => child.kill('SIGTERM'))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  await once(child, 'close')
  return { ...output, signal: child.signalCode }
}

const names = (ingestion: IngestionServer): unknown[] =>
  ingestion.ofType('RemoteDependencyData').map(({ data }) => data.baseData.name)

describe('the guide "On Azure\'s hosts"', () => {
  it('has a server whose calls are rows when the host ends it, by its settings alone', async () => {
    await using ingestion = await ingestionServer()
    const [name = '', value = ''] = textOf('settings').trim().split(/=(.*)/s)
    let asked = false
    const ended = await run(
      ['server.mjs'],
      ingestion,
      { [name]: value, PORT: '0' },
      (port, end) => {
        if (asked) return
        asked = true
        void fetch(`http://127.0.0.1:${port.trim()}`).then(async (response) => {
          expect(await response.text()).toBe('Yes')
          end()
        })
      },
    )
    expect(ended).toMatchObject({ signal: 'SIGTERM', stderr: '' })
    expect(names(ingestion)).toEqual(['chat gpt-4.1-mini'])
  })

  it('has functions whose rows are out when the host has their answer', async () => {
    await using ingestion = await ingestionServer()
    const ended = await run([HOST, folder, 'ask', 'Is it new?'], ingestion)
    expect(ended).toEqual({ signal: 'SIGKILL', stdout: 'Yes', stderr: '' })
    expect(names(ingestion)).toEqual(['chat gpt-4.1-mini'])
  })
})
