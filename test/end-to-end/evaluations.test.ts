import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  askKql,
  type Exit,
  type ModelServer,
  REGISTER,
  run,
  startModelServer,
  startWorkbench,
  stop,
  type Workbench,
} from './processes.ts'

const JUDGE = fileURLToPath(new URL('apps/judge.mjs', import.meta.url))

let data: string
let workbench: Workbench
let models: ModelServer

/** The application in a process of its own, with nothing but `register` and the environment. */
async function judge(...args: readonly string[]): Promise<Exit> {
  const exit = await run([...REGISTER, JUDGE, ...args], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
    OPENAI_BASE_URL: models.baseURL,
    OPENAI_API_KEY: 'none',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'EVENT_ONLY',
  })
  if (exit.code !== 0 || exit.stderr !== '') throw new Error(exit.stderr)
  return exit
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startModelServer(['--latency-scale', '0'])
  const { stdout } = await judge('ask')
  await judge('judge', stdout)
})
afterAll(async () => {
  await Promise.all([stop(workbench), stop(models)])
  await rm(data, { recursive: true })
})

it('makes rows of AppEvents of what a user thinks and of what a later process finds', async () => {
  expect(
    await askKql(
      data,
      `AppEvents
        | where Name == "gen_ai.evaluation.result"
        | project Evaluation = tostring(Properties["gen_ai.evaluation.name"]),
            Score = todouble(Measurements["gen_ai.evaluation.score.value"]),
            Label = tostring(Properties["gen_ai.evaluation.score.label"]),
            Kind = tostring(Properties["llmops.evaluation.evaluator.kind"]),
            Prompt = tostring(Properties["llmops.prompt.name"]),
            Version = tostring(Properties["llmops.prompt.version"]),
            Explanation = tostring(Properties["gen_ai.evaluation.explanation"]),
            UserId
        | order by Evaluation asc`,
    ),
  ).toEqual([
    ['by_response', 0.5, '', 'code', '', '', '', ''],
    ['by_span', 1, 'pass', 'code', 'search_decision', '2', '', ''],
    ['user_feedback', 0, 'down', 'human', 'search_decision', '2', '遅い', 'u-17'],
  ])
})

it('joins them with their call by its span', async () => {
  expect(
    await askKql(
      data,
      `AppEvents
        | join kind=inner AppDependencies on OperationId, $left.ParentId == $right.Id
        | project Evaluation = tostring(Properties["gen_ai.evaluation.name"]), Name1,
            Turn = toint(Measurements1["llmops.metadata.turn"])
        | order by Evaluation asc`,
    ),
  ).toEqual([
    ['by_span', 'chat gpt-4.1-mini', 1],
    ['user_feedback', 'chat gpt-4.1-mini', 1],
  ])
})

it('joins them with their call by the id of its response', async () => {
  expect(
    await askKql(
      data,
      `AppEvents
        | extend ResponseId = tostring(Properties["gen_ai.response.id"])
        | where isnotempty(ResponseId)
        | join kind=inner (LLMCalls(ago(1h), now())
            | extend ResponseId = tostring(Properties["gen_ai.response.id"])) on ResponseId
        | project Evaluation = tostring(Properties["gen_ai.evaluation.name"]), PromptName, PromptVersion, Turn
        | order by Evaluation asc`,
    ),
  ).toEqual([
    ['by_response', 'search_decision', '2', 1],
    ['user_feedback', 'search_decision', '2', 1],
  ])
})

it('answers the query that the README shows', async () => {
  const query = blocksOf('packages/core/README.md').find(({ language }) => language === 'kql')
  expect(await askKql(data, `${query?.text} | summarize count() by PromptName`)).toEqual([
    ['search_decision', 2],
  ])
})
