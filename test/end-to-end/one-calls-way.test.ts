import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  askKql,
  CHATBOT,
  type ModelServer,
  REGISTER,
  run,
  startModelServer,
  startWorkbench,
  stop,
  tallyOf,
  type Workbench,
} from './processes.ts'

let data: string
let workbench: Workbench
let models: ModelServer

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startModelServer(['--seed', '7', '--latency-scale', '0'])
  const chatbot = await run([...REGISTER, CHATBOT, '--conversations', '48', '--seed', '7'], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
    OPENAI_BASE_URL: models.baseURL,
    OPENAI_API_KEY: 'none',
    SEARCH_DECISION_VERSION: '1',
    OTEL_SERVICE_NAME: 'rag-chatbot',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
  })
  if (chatbot.code !== 0) throw new Error(chatbot.stderr)
})
afterAll(async () => {
  await Promise.all([stop(workbench), stop(models)])
  await rm(data, { recursive: true })
})

/** All rows of a query, as arrays in column order. */
const rows = (query: string): Promise<unknown[][]> => askKql(data, query)

describe('the way of one call', () => {
  it('counts the answers per turn as the model server gave them', async () => {
    const { searchDecision } = await tallyOf(models)
    expect(searchDecision).toHaveLength(3)
    expect(await rows('answers-per-turn')).toEqual(
      searchDecision.flatMap(({ turn, Yes, No, Other }) => [
        [turn, 'Yes', Yes],
        [turn, 'No', No],
        [turn, 'Other', Other],
      ]),
    )
  })

  it('counts calls and tokens per prompt as the model server gave them', async () => {
    const { prompts } = await tallyOf(models)
    const ofServer = (['answer', 'search_decision'] as const).map((name) => [
      name,
      prompts[name].completed,
      prompts[name].promptTokens,
      prompts[name].completionTokens,
    ])
    expect(
      await rows(`LLMCalls(ago(1h), now())
        | where Success
        | summarize sum(ItemCount), sum(InputTokens), sum(OutputTokens) by PromptName
        | order by PromptName asc`),
    ).toEqual(ofServer)
  })

  it('tells a call that failed from an output that breaks its contract', async () => {
    const failed = await rows(`AppDependencies
      | where Success == false
      | summarize count() by ResultCode, DependencyType, Status = tostring(Properties["llmops.status"]),
          Error = tostring(Properties["error.type"]), Judged = isnotempty(Properties["llmops.output.valid"])`)
    const calls = failed[0]?.[5]
    expect(failed).toEqual([['429', 'GenAI | openai', 'Failed', '429', false, calls]])
    expect(await rows('AppExceptions | summarize count() by ExceptionType')).toEqual([
      ['RateLimitError', calls],
    ])
    const { searchDecision } = await tallyOf(models)
    const other = searchDecision.reduce((sum, { Other }) => sum + Other, 0)
    expect(await rows('invalid-outputs')).toEqual([[other]])
  })

  it('keeps numbers as numbers beside the text', async () => {
    expect(
      await rows(`AppDependencies
        | where Properties["gen_ai.prompt.name"] == "search_decision"
        | summarize countif(toint(Measurements["llmops.metadata.turn"]) == toint(Properties["llmops.metadata.turn"])) == count()`),
    ).toEqual([[true]])
    expect(
      await rows(`AppDependencies
        | where Properties["gen_ai.prompt.name"] == "answer" and Success
        | summarize min(todouble(Measurements["gen_ai.response.time_to_first_chunk"])) > 0.0`),
    ).toEqual([[true]])
  })

  it('brings Japanese text through unharmed', async () => {
    const said = await rows(`LLMCalls(ago(1h), now())
      | where PromptName == "search_decision" and OutputValid == false
      | extend Said = tostring(parse_json(tostring(Properties["gen_ai.output.messages"]))[0].parts[0].content)
      | distinct Said | order by Said asc`)
    expect(said.map(([text]) => text)).toEqual(expect.arrayContaining(['はい']))
    const questions = await rows(`LLMCalls(ago(1h), now())
      | where Properties["gen_ai.input.messages"] contains "会議室" | count`)
    expect(questions[0]?.[0]).toBeGreaterThan(0)
    expect(
      await rows(`AppDependencies | where tostring(Properties) contains "\\uFFFD" | count`),
    ).toEqual([[0]])
  })

  it('fills the columns of AppDependencies', async () => {
    const port = new URL(models.url).port
    expect(
      await rows(`AppDependencies
        | summarize count() by Name, Target, AppRoleName, ItemCount, Type
        | project-away count_
        | order by Name asc`),
    ).toEqual(
      [
        ['chat gpt-4.1-mini', `127.0.0.1:${port}`],
        ['execute_tool search_handbook', ''],
        ['invoke_agent handbook_chatbot', ''],
        ['retrieval handbook', ''],
      ].map(([name, target]) => [name, target, 'rag-chatbot', 1, 'AppDependencies']),
    )
  })

  it('records the metrics of the conventions', async () => {
    const metrics = await rows(
      'AppMetrics | where Name startswith "gen_ai" | distinct Name | order by Name asc',
    )
    expect(metrics.map(([name]) => name)).toEqual([
      'gen_ai.client.inference.duration',
      'gen_ai.client.inference.operation.input_tokens',
      'gen_ai.client.inference.operation.output_tokens',
      'gen_ai.client.inference.time_per_output_chunk',
      'gen_ai.client.inference.time_to_first_chunk',
      'gen_ai.client.inference.usage.input_tokens',
      'gen_ai.client.inference.usage.output_tokens',
      'gen_ai.client.operation.duration',
      'gen_ai.execute_tool.duration',
      'gen_ai.invoke_agent.duration',
      'gen_ai.invoke_agent.inference_calls',
      'gen_ai.invoke_agent.tool_calls',
    ])
  })
})
