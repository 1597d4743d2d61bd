import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { azureMonitor } from '@kansoku/azure-monitor'
import { type CaptureMode, definePrompt, oneOf, traceInference, traceTool } from '@kansoku/core'
import { trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startWorkbench, type Workbench } from '../../packages/workbench/src/workbench.ts'

let data: string
let workbench: Workbench
/** Content attribute → its text, by call, as an exporter beside ours sees it. */
const said = new Map<string, Readonly<Record<string, string>>>()

/** 5 MB and 200 KB in UTF-8. */
const FIVE_MB = '長い文章😀。'.repeat(263_000)
const LONG = '"日本語"の\n'.repeat(12_000)
const INSTRUCTIONS = '検索するか判断してください。'.repeat(30)
const budgets = { callBytes: 10_000_000, attributeBytes: 10_000_000, textBytes: 10_000_000 }

const decide = (prompt: string, input: string, output = 'Yes'): Promise<string> =>
  definePrompt({ name: prompt, version: 2, output: oneOf('Yes', 'No') }).run(
    { metadata: { turn: 3 } },
    () =>
      traceInference(
        {
          provider: 'openai',
          model: 'gpt-4o',
          ...(prompt === 'repeated' && { instructions: INSTRUCTIONS }),
          input,
        },
        async (call) => {
          call.setUsage({ inputTokens: 7, outputTokens: 1 })
          return output
        },
      ),
  )

/** A process of its own, as far as telemetry goes. */
async function recording(
  captureMessageContent: CaptureMode,
  calls: () => Promise<void>,
): Promise<void> {
  const configuration = azureMonitor({
    connectionString: workbench.connectionString,
    instrumentOpenAI: false,
    captureMessageContent,
    contentPolicy: { budgets },
    contentStorage: {
      overflow: 'chunks',
      dailyBytes: 5_500_000,
      instructions: 'once',
      prompts: { chunked: { mode: 'chunks' }, secret: { mode: 'hash' } },
    },
  })
  const other = new InMemorySpanExporter()
  const sdk = new NodeSDK({
    ...configuration,
    spanProcessors: [...configuration.spanProcessors, new SimpleSpanProcessor(other)],
    metricReaders: [],
    autoDetectResources: false,
  })
  sdk.start()
  await calls()
  for (const span of other.getFinishedSpans())
    said.set(span.spanContext().spanId, span.attributes as Record<string, string>)
  await sdk.shutdown()
  trace.disable()
  for (const name of ['opentelemetry.js.api.1', 'io.opentelemetry.js.api.logs'])
    Reflect.deleteProperty(globalThis, Symbol.for(name))
}

async function ask(query: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${workbench.url}/api/query`, {
    method: 'POST',
    body: JSON.stringify({ query }),
  })
  const { columns, rows } = (await response.json()) as {
    columns: { name: string }[]
    rows: unknown[][]
  }
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])))
}

let content: Record<string, unknown>[]
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench({ data, port: 0 })
  await recording('SPAN_ONLY', async () => {
    await decide('small', '今日は何曜日？')
    await decide('long', LONG)
    await decide('huge', FIVE_MB)
    await decide('chunked', '今日は何曜日？', 'いいえ')
    await decide('secret', '今日は何曜日？')
    await decide('repeated', '一つ目')
    await decide('repeated', '二つ目')
    traceTool({ name: 'look_up', arguments: { q: LONG } }, () => ['ある'])
    await decide('after_budget', LONG)
    await decide('invalid_after_budget', LONG, 'たぶん')
  })
  await recording('EVENT_ONLY', async () => {
    await decide('on_event', '今日は何曜日？')
    await decide('long_on_event', LONG)
  })
  await recording('SPAN_AND_EVENT', async () => {
    await decide('long_on_both', LONG)
  })
  await recording('NO_CONTENT', async () => {
    await decide('not_captured', LONG)
  })
  content = await ask('LLMContent(ago(1h), now()) | order by TimeGenerated asc, Key asc')
})
afterAll(async () => {
  await workbench.close()
  await rm(data, { recursive: true })
})

const of = (prompt: string): Record<string, unknown>[] =>
  content.filter((row) => row['PromptName'] === prompt)
const states = (prompt: string): unknown[] =>
  of(prompt).map((row) => [row['Key'], row['State'], row['Source'], row['Degraded']])
const IN = 'gen_ai.input.messages'
const OUT = 'gen_ai.output.messages'

describe('what was said', () => {
  it.each([
    ['small', 'Properties', 'Properties'],
    ['long', 'AppTraces', 'Properties'],
    ['huge', 'AppTraces', 'Properties'],
    ['chunked', 'AppTraces', 'AppTraces'],
    ['invalid_after_budget', 'AppTraces', 'Properties'],
    ['long_on_both', 'AppTraces', 'Properties'],
  ])('comes back whole: %s', (prompt, input, output) => {
    expect(states(prompt)).toEqual([
      [IN, 'whole', input, ''],
      [OUT, 'whole', output, ''],
    ])
    // Not `toEqual`, which takes its time over megabytes.
    for (const { Id, Key, Text } of of(prompt))
      expect(Text === said.get(String(Id))?.[String(Key)]).toBe(true)
  })

  it('comes back from the event, where it is nowhere else', () => {
    expect(states('on_event')).toEqual([
      [IN, 'whole', 'event', ''],
      [OUT, 'whole', 'event', ''],
    ])
    expect(states('long_on_event')).toEqual([
      [IN, 'whole', 'AppTraces', ''],
      [OUT, 'whole', 'event', ''],
    ])
    const [input] = of('long_on_event')
    expect(JSON.parse(String(input?.['Text']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: LONG }] },
    ])
  })

  it('comes back with instructions that were said once', async () => {
    const rows = of('repeated').filter((row) => row['Key'] === 'gen_ai.system_instructions')
    expect(rows.map(({ State, Text }) => [State, JSON.parse(String(Text)) as unknown])).toEqual(
      [1, 2].map(() => ['whole', [{ type: 'text', content: INSTRUCTIONS }]]),
    )
    expect(
      await ask(`AppTraces
        | where Properties["llmops.content.chunk.key"] == "repeated_instructions"
        | summarize Rows = count()`),
    ).toEqual([{ Rows: 1 }])
  })

  it('comes back from a tool', () => {
    const rows = content.filter((row) => row['OperationName'] === 'execute_tool')
    expect(rows.map(({ Key, State, Text }) => [Key, State, JSON.parse(String(Text))])).toEqual([
      ['gen_ai.tool.call.arguments', 'whole', { q: LONG }],
      ['gen_ai.tool.call.result', 'whole', { value: ['ある'] }],
    ])
  })

  it('is known by its hash where that is all, and not at all where it was not captured', () => {
    expect(states('secret')).toEqual([
      [IN, 'hash only', '', ''],
      [OUT, 'hash only', '', ''],
    ])
    expect(states('after_budget')).toEqual([
      [IN, 'hash only', '', 'daily_budget'],
      [OUT, 'hash only', '', 'daily_budget'],
    ])
    const hashes = ['long', 'after_budget'].map((prompt) => of(prompt)[0]?.['Sha256'])
    expect(hashes[0]).toBe(hashes[1])
    expect(states('not_captured')).toEqual([['', 'not captured', '', '']])
  })

  it('costs no call its numbers', async () => {
    expect(
      await ask(`LLMCalls(ago(1h), now())
        | summarize Calls = count() by Turn, InputTokens, OutputTokens`),
    ).toEqual([{ Turn: 3, InputTokens: 7, OutputTokens: 1, Calls: 13 }])
  })
})
