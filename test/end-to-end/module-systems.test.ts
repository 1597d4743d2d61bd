import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  askKql,
  KANSOKU,
  type ModelServer,
  run,
  startModelServer,
  startWorkbench,
  stop,
  type Workbench,
} from './processes.ts'

const app = fileURLToPath(new URL('apps/chat.cjs', import.meta.url))
const register = '@kansoku/azure-monitor/register'

let data: string
let workbench: Workbench
let models: ModelServer

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startModelServer()
})
afterAll(async () => {
  await Promise.all([stop(workbench), stop(models)])
  await rm(data, { recursive: true })
})

describe('a CommonJS application', () => {
  it.each(['--import', '--require'])('is traced once with %s', async (flag) => {
    const role = `cjs${flag}`
    const { code, stdout, stderr } = await run([flag, register, app], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
      OPENAI_BASE_URL: models.baseURL,
      OPENAI_API_KEY: 'none',
      OTEL_SERVICE_NAME: role,
    })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '1\n', stderr: '' })
    expect(
      await askKql(
        data,
        `LLMCalls(ago(1h), now()) | where AppRoleName == "${role}" | project PromptName, PromptVersion, Turn, Success`,
      ),
    ).toEqual([['search_decision', '1', 1, true]])
  })
})

describe('on a Node that is too old', () => {
  const old = [
    '--import',
    "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})",
  ]
  const programs = {
    kansoku: [KANSOKU, '--help'],
    'the scripts': [fileURLToPath(new URL('../../tools/require-node.mjs', import.meta.url))],
  }
  it.each(Object.entries(programs))('%s says which one is needed', async (_name, args) => {
    const { code, stdout, stderr } = await run([...old, ...args])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /needs? Node 22\.1[58] or newer, this is Node 20\.20\.2\. Install a newer Node/,
    )
  })

  it('register leaves the application alone', async () => {
    const { code, stdout, stderr } = await run([
      ...old,
      '--import',
      register,
      '-e',
      'console.log(1)',
    ])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' })
    expect(stderr).toContain('Node 20.20.2 is too old')
  })
})
