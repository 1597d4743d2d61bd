import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import {
  startWorkbench,
  type Workbench,
  type WorkbenchOptions,
} from '../../packages/workbench/src/workbench.ts'
import { answerEveryKind, CALLS, EVERY_KIND } from './every-kind.ts'
import { REGISTER, run } from './processes.ts'

const OTLP = fileURLToPath(new URL('apps/otlp.mjs', import.meta.url))

let data: string
let models: ModelServer

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  models = await startServer()
})
afterAll(async () => {
  await models.close()
  await rm(data, { recursive: true })
})

/** Runs the application of every kind of call against a workbench of its own. @returns what KQL says of it */
async function rowsOf(
  args: readonly string[],
  environment: (workbench: Workbench) => NodeJS.ProcessEnv,
  options: WorkbenchOptions = {},
): Promise<Record<string, unknown>> {
  answerEveryKind(models)
  const folder = await mkdtemp(join(data, 'rows-'))
  const workbench = await startWorkbench({ data: folder, port: 0, ...options })
  try {
    const { code, stderr } = await run([...args, EVERY_KIND], {
      OPENAI_BASE_URL: models.baseURL,
      OPENAI_API_KEY: 'none',
      OTEL_SERVICE_NAME: 'rag-chatbot',
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_AND_EVENT',
      KANSOKU_STORAGE_DIRECTORY: folder,
      ...environment(workbench),
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const ask = async (query: string): Promise<unknown> => {
      const body = JSON.stringify({ query })
      const answer = await fetch(`${workbench.url}/api/query`, { method: 'POST', body })
      return ((await answer.json()) as { rows: unknown }).rows
    }
    return {
      calls: await ask(
        `LLMCalls(ago(1h), now()) | order by TimeGenerated asc
          | project PromptName, PromptVersion, ConversationId, Customer, Turn, Provider, Model, Success, ErrorType, OutputValid,
              OutputLabel, OutputViolation, InputTokens, OutputTokens, AppRoleName, Keys = array_sort_asc(bag_keys(Properties))`,
      ),
      content: await ask(
        `AppDependencies | where Name startswith "chat" | order by TimeGenerated asc
          | project Input = tostring(Properties["gen_ai.input.messages"]), Output = tostring(Properties["gen_ai.output.messages"])`,
      ),
      spans: await ask('AppDependencies | summarize count() by Name | order by Name asc'),
      events: await ask(
        `union AppEvents, AppTraces, AppExceptions | extend Text = coalesce(Name, Message, ExceptionType)
          | summarize count() by Type, Text | order by Type asc, Text asc`,
      ),
      metrics: await ask(
        'AppMetrics | where Name startswith "gen_ai" | summarize sum(ItemCount) by Name | order by Name asc',
      ),
    }
  } finally {
    await workbench.close()
  }
}

it('an application that sends OTLP has the rows that it would have by the Azure exporter', async () => {
  const azure = await rowsOf(REGISTER, ({ connectionString }) => ({
    APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
  }))
  expect(azure['calls']).toHaveLength(CALLS)
  const otlp = await rowsOf(
    ['--import', OTLP],
    ({ url }) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'otlp',
    }),
    // The first delivery of each signal is refused, as by a service under load: the exporters send it again.
    { refuse: { status: 503, retryAfter: 1, requests: 1 } },
  )
  expect(otlp).toEqual(azure)
})
