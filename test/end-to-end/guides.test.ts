import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import { askKql, REGISTER, run, startWorkbench, stop, type Workbench } from './processes.ts'

const PAGE = 'docs/guides/tag-your-prompts.md'
const blocks = blocksOf(PAGE)
const textOf = (title: string): string => blocks.find((block) => block.title === title)?.text ?? ''

let data: string
let program: string
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
  // Beside the other programs, where it finds the packages.
  program = fileURLToPath(new URL(`apps/page-${process.pid}.mjs`, import.meta.url))
  await writeFile(program, textOf('tagged.mjs'))
})
afterAll(async () => {
  await Promise.all([stop(workbench), models.close()])
  await Promise.all([rm(data, { recursive: true }), rm(program)])
})

describe('the guide "Tag your prompts"', () => {
  it('shows what its query gives of its program, started with register', async () => {
    const { code, stdout, stderr } = await run([...REGISTER, program], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
      OPENAI_BASE_URL: models.baseURL,
      OPENAI_API_KEY: 'none',
    })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Yes\n', stderr: '' })
    const query = blocks.find(({ language }) => language === 'kql')?.text ?? ''
    expect(await askKql(data, query)).toEqual([['1', 'Yes', 1, 1, 41]])
  })
})
