import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { functions } from '@kansoku/log-analytics'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'

import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import { startWorkbench } from '../../packages/workbench/src/workbench.ts'
import { answerEveryKind, CALLS, EVERY_KIND } from './every-kind.ts'
import { type Exit, KANSOKU, REGISTER, run } from './processes.ts'

let data: string
let models: ModelServer
let exit: Exit

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  models = await startServer()
  answerEveryKind(models)
  const dev = [KANSOKU, 'dev', '--data', data, '--port', '0', '--console-records', '--']
  exit = await run([...dev, process.execPath, ...REGISTER, EVERY_KIND], {
    OPENAI_BASE_URL: models.baseURL,
    OPENAI_API_KEY: 'none',
    OTEL_SERVICE_NAME: 'rag-chatbot',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
    KANSOKU_CONSOLE_RECORD_CONTENT: 'true',
  })
})
afterAll(async () => {
  await models.close()
  await rm(data, { recursive: true })
})

it('stands on stdout among what the application writes, each record on a line of its own', () => {
  expect(exit.code).toBe(0)
  const lines = exit.stdout.trimEnd().split('\n')
  expect(lines.filter((line) => !line.includes('{"prompt_type"'))).toEqual(['429', 'done'])
  expect(lines).toHaveLength(CALLS + 2)
  // What the application had not ended yet is before the first one.
  expect(lines[0]).toMatch(/^starting … \{"prompt_type":"search_decision","prompt_version":3,/)
})

it('gives the rows of LLMCalls that the spans give, field by field, and no call twice', async () => {
  const llmCalls = functions().find(({ name }) => name === 'LLMCalls')?.body ?? ''
  const workbench = await startWorkbench({ data, port: 0 })
  try {
    // The function over a workspace that lacks what is in the table.
    const without = async (table: RegExp): Promise<readonly unknown[]> => {
      const query = `let startTime = ago(1h);
        let endTime = now();
        ${llmCalls.replaceAll(table, '($& | where false)')}
        | order by TimeGenerated asc`
      const response = await fetch(`${workbench.url}/api/query`, {
        method: 'POST',
        body: JSON.stringify({ query }),
      })
      return ((await response.json()) as { rows: unknown[] }).rows
    }
    const ofSpans = await without(/\bContainerAppConsoleLogs\b(?= \|)/g)
    expect(ofSpans).toHaveLength(CALLS)
    expect(await without(/\bAppDependencies\b/g)).toEqual(ofSpans)
    expect(await without(/(?!)/g)).toEqual(ofSpans)
  } finally {
    await workbench.close()
  }
})

/** The part of `@azure/functions` that the guide uses, and a host that gives its function a context. */
const FUNCTIONS = `
let ask
export const app = { http: (_, { handler }) => (ask = handler) }
export const invoke = (text, context) => ask({ text: async () => text }, context)
`
const HOST = `
import { invoke } from '@azure/functions'

await import('./functions.mjs')
const logged = []
const { body } = await invoke('Is it new?', { log: (line) => logged.push(JSON.parse(line)) })
console.log(JSON.stringify([body, logged.map(({ prompt_tokens, status }) => [prompt_tokens, status])]))
`

it('goes through the log of its invocation, as the guide has it, and needs no connection string', async () => {
  const guide = blocksOf('docs/guides/console-record.md')
  const textOf = (title: string): string => guide.find((block) => block.title === title)?.text ?? ''
  // Beside the other programs, where it finds the packages.
  const folder = await mkdtemp(fileURLToPath(new URL('apps/record-', import.meta.url)))
  onTestFinished(() => rm(folder, { recursive: true }))
  const functionsFolder = join(folder, 'node_modules/@azure/functions')
  await mkdir(functionsFolder, { recursive: true })
  await Promise.all([
    writeFile(join(functionsFolder, 'package.json'), '{"type":"module","exports":"./index.js"}'),
    writeFile(join(functionsFolder, 'index.js'), FUNCTIONS),
    writeFile(join(folder, 'host.mjs'), HOST),
    writeFile(join(folder, 'functions.mjs'), textOf('functions.mjs')),
  ])
  models.answer({ json: completion([choice({ content: 'Yes' })]) })
  const settings = textOf('settings')
    .trim()
    .split('\n')
    .map((line) => line.split(/=(.*)/s).slice(0, 2))
  const { stderr, stdout } = await run([join(folder, 'host.mjs')], {
    ...Object.fromEntries(settings),
    OPENAI_BASE_URL: models.baseURL,
    OPENAI_API_KEY: 'none',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual(['Yes', [[12, 'Success']]])
})
