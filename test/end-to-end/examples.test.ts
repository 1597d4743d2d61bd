import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import {
  askKql,
  type Exit,
  start as startProcess,
  startWorkbench,
  stop,
  type Workbench,
} from './processes.ts'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const HOST = fileURLToPath(new URL('apps/functions-host.mjs', import.meta.url))

let data: string
let workbench: Workbench
let models: ModelServer

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startServer()
  models.answer({
    json: completion([choice({ content: 'Yes' })], {
      usage: { prompt_tokens: 41, completion_tokens: 1, total_tokens: 42 },
    }),
  })
})
afterAll(async () => {
  await Promise.all([stop(workbench), models.close()])
  await rm(data, { recursive: true })
})

const start = (
  args: readonly string[],
  role: string,
  env: NodeJS.ProcessEnv = {},
  folder = '.',
): Promise<Exit> =>
  startProcess(
    args,
    {
      APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
      KANSOKU_STORAGE_DIRECTORY: data,
      OPENAI_BASE_URL: models.baseURL,
      OPENAI_API_KEY: 'none',
      OTEL_SERVICE_NAME: role,
      ...env,
    },
    fromRoot(`examples/${folder}`),
  ).exit

/** What the examples' one call is in the rows. */
const callsOf = (role: string): Promise<unknown[][]> =>
  askKql(
    data,
    `LLMCalls(ago(1h), now()) | where AppRoleName == "${role}"
      | project PromptName, PromptVersion, Turn, OutputLabel, OutputValid, Success, InputTokens, OutputTokens`,
  )
const CALL = ['search_decision', '1', 1, 'Yes', true, true, 41, 1]

describe('the example', () => {
  it.each(['--import', '--require'])(
    'commonjs gives its call as a row, started with %s',
    async (flag) => {
      const role = `commonjs${flag}`
      const args = [flag, '@kansoku/azure-monitor/register', 'app.cjs']
      expect(await start(args, role, {}, 'commonjs')).toEqual(ended('Yes\n'))
      expect(await callsOf(role)).toEqual([CALL])
    },
  )

  it('existing-opentelemetry sends the trace on to where it went, and the call to the tables as well', async () => {
    const bodies: string[] = []
    const collector = createServer(async (request, response) => {
      bodies.push((await buffer(request)).toString('latin1'))
      response.end()
    }).listen(0, '127.0.0.1')
    await once(collector, 'listening')
    const { port } = collector.address() as AddressInfo
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }
    const role = 'existing-opentelemetry'
    const args = ['--import', './telemetry.mjs', 'app.mjs']
    expect(await start(args, role, env, role)).toEqual(ended('Yes\n'))
    collector.close()
    expect(bodies.join('')).toMatch(/answer a question/)
    expect(bodies.join('')).toMatch(/chat gpt-4\.1-mini/)
    expect(await callsOf(role)).toEqual([CALL])
    const parents = `AppDependencies | where AppRoleName == "${role}"
      | project Name, Parent = tostring(toscalar(AppDependencies | where AppRoleName == "${role}" and Name == "answer a question" | project Id)) == ParentId
      | order by Name asc`
    expect(await askKql(data, parents)).toEqual([
      ['answer a question', false],
      ['chat gpt-4.1-mini', true],
    ])
  })

  it('azure-functions has its row out when the host has the answer', async () => {
    const role = 'azure-functions'
    const question = 'How many days of leave do I have?'
    const exit = await start([HOST, fromRoot(`examples/${role}`), 'decide', question], role)
    expect(exit).toEqual({ ...ended('{"search":"Yes"}'), code: null, signal: 'SIGKILL' })
    expect(await callsOf(role)).toEqual([CALL])
  })
})

it.each(['docs/quickstart.md', 'docs/quickstart.ja.md'])(
  '%s shows the examples as they are',
  async (page) => {
    const shown = blocksOf(page).filter(({ title }) => title !== '')
    expect(shown.length).toBe(6)
    const files = await Promise.all(shown.map(({ title }) => readFile(fromRoot(title), 'utf8')))
    expect(shown.filter(({ text }, index) => !files[index]?.includes(text))).toEqual([])
  },
)

function ended(stdout: string): Exit {
  return { code: 0, signal: null, stdout, stderr: '' }
}
