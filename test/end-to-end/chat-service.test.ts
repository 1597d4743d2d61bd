import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import {
  askKql,
  type ModelServer,
  REGISTER,
  start,
  startModelServer,
  startWorkbench,
  stop,
  type Workbench,
} from './processes.ts'

const SERVICE = fileURLToPath(new URL('../../examples/rag-chatbot/server/main.ts', import.meta.url))

let data: string
let workbench: Workbench
let models: ModelServer
let traceOfFirst: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startModelServer(['--latency-scale', '0', '--invalid-format', '0'])
  const service = start([...REGISTER, SERVICE], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
    OPENAI_BASE_URL: models.baseURL,
    PORT: '0',
  })
  const [, url = ''] = await service.line(/^(http:\S+) answers with/)
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const lines = (await (await post('/chat', { question: 'Where are the printers?' })).text()).trim()
  const { responseId } = JSON.parse(lines.split('\n').at(-1) ?? '') as { responseId: string }
  await post('/feedback', { responseId, thumb: 'down', comment: 'Which floor?' })
  const { code, stderr } = await stop(service)
  if (code !== 0 || stderr !== '') throw new Error(`${String(code)} ${stderr}`)
  const [[trace] = []] = await askKql(
    data,
    'AppDependencies | where Name startswith "invoke_agent" | project OperationId',
  )
  traceOfFirst = String(trace)
})
afterAll(async () => {
  await Promise.all([stop(workbench), stop(models)])
  await rm(data, { recursive: true })
})

const inAnyOrder = (rows: readonly unknown[][]): string[] => rows.map(String).toSorted()

it('makes of a turn an agent that decides, searches by its tool, and answers', async () => {
  const rows = await askKql(
    data,
    `LLMTrace("${traceOfFirst}") | where Kind in ("span", "request") | project Tree, PromptName`,
  )
  const turn = [
    ['invoke_agent handbook_chatbot', ''],
    ['· chat gpt-4.1-mini', 'search_decision'],
    ['· execute_tool search_handbook', ''],
    ['· · retrieval handbook', ''],
    ['· chat gpt-4.1-mini', 'answer'],
  ]
  // Rows tell milliseconds: a search in memory and the answer after it may begin in the same one.
  expect(inAnyOrder(rows)).toEqual(inAnyOrder(turn))
})

it('shows what was cited and what the user thinks beside the answer', async () => {
  const rows = await askKql(
    data,
    `LLMEvaluations(ago(1h), now())
      | order by EvaluationName asc
      | project EvaluationName, Score, ScoreLabel, PromptName, PromptVersion, SameTrace = OperationId == "${traceOfFirst}"`,
  )
  expect(rows).toEqual([
    ['citations', 1, 'cited', 'answer', '2', true],
    ['user_feedback', 0, 'down', 'answer', '2', true],
  ])
})
