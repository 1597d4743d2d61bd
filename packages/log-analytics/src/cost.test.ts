import { afterAll, describe, expect, it } from 'vitest'

import { functions } from './pack.ts'
import { withPrices } from './prices/prices-function.ts'
import { packEngine } from './testing/engine.ts'
import { type Call, callRow } from './testing/stored-rows.ts'

const engine = packEngine()
afterAll(() => engine.close())

const costs = async (calls: readonly Call[]): Promise<unknown> => {
  const query =
    'LLMCost(datetime(2025-01-01), datetime(2027-01-01)) | order by Id asc | project CostUsd, CostNote'
  const rows = calls.map((call, index) => callRow({ ...call, id: String(index).padStart(3, '0') }))
  return (await engine.run(query, { AppDependencies: rows })).rows
}

const mini: Call = { model: 'gpt-4o-mini-2024-07-18', tokens: 1_000_000, outputTokens: 100_000 }
const tokens = (kinds: Readonly<Record<string, number>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(kinds).map(([kind, count]) => [`gen_ai.usage.${kind}_tokens`, String(count)]),
  )

describe('LLMCost', () => {
  it('takes the price of the model, of a snapshot with a price of its own, and of embeddings', async () => {
    expect(
      await costs([
        mini,
        { model: 'gpt-4o', tokens: 1000, outputTokens: 1000 },
        { model: 'gpt-4o-2024-11-20', tokens: 1000, outputTokens: 1000 },
        { model: 'gpt-4o-2024-05-13', tokens: 1000, outputTokens: 1000 },
        { model: 'text-embedding-3-small', operation: 'embeddings', tokens: 500, outputTokens: 0 },
        { ...mini, failed: true },
      ]),
    ).toEqual([
      [0.21, ''],
      [0.0125, ''],
      [0.0125, ''],
      [0.02, ''],
      [0.00001, ''],
      [0.21, ''],
    ])
  })

  it('takes the price that was valid when the call began', async () => {
    const o3: Call = { model: 'o3-2025-04-16', tokens: 1_000_000, outputTokens: 0 }
    expect(
      await costs([
        { ...o3, time: '2025-06-09T23:59:59Z' },
        { ...o3, time: '2025-06-10T00:00:00Z' },
      ]),
    ).toEqual([
      [10, ''],
      [2, ''],
    ])
  })

  it('takes cached and cache-writing tokens by their own prices, and reasoning as output', async () => {
    const terra: Call = { model: 'gpt-5.6-terra', tokens: 100_000, outputTokens: 10_000 }
    expect(
      await costs([
        { ...mini, properties: tokens({ 'cache_read.input': 400_000 }) },
        { ...mini, properties: tokens({ 'reasoning.output': 90_000 }) },
        // 20,000 at 2.5, 50,000 at 0.25, 30,000 at 3.125, 10,000 at 15.
        {
          ...terra,
          properties: tokens({ 'cache_read.input': 50_000, 'cache_write.input': 30_000 }),
        },
        // No price for what is cached: as any other input.
        {
          model: 'gpt-5-pro',
          tokens: 1000,
          outputTokens: 0,
          properties: tokens({ 'cache_read.input': 500 }),
        },
      ]),
    ).toEqual([
      [0.18, ''],
      [0.21, ''],
      [expect.closeTo(0.30625, 12), ''],
      [0.015, ''],
    ])
  })

  it('is null where there is no price, and says why', async () => {
    expect(
      await costs([
        { model: 'gpt-4o-mini' },
        { model: 'llama-3', tokens: 1 },
        { tokens: 1 },
        { model: 'gpt-4o-mini-audio-preview', tokens: 1 },
        { ...mini, properties: { 'openai.response.service_tier': 'flex' } },
        { ...mini, properties: { 'openai.response.service_tier': 'default' } },
        { ...mini, properties: tokens({ 'audio.input': 7 }) },
        { model: 'gpt-5.4', tokens: 272_001 },
      ]),
    ).toEqual([
      [null, 'no token counts'],
      [null, 'no price for llama-3'],
      [null, 'no price for an unknown model'],
      [null, 'no price for gpt-4o-mini-audio-preview'],
      [null, 'no price for the service tier flex'],
      [0.21, ''],
      [null, 'no price for audio and image tokens'],
      [null, 'no price for so long a prompt'],
    ])
  })

  it('has one row for each call, whatever prices there are, and none without calls', async () => {
    const query = 'LLMCost(ago(1d), now()) | summarize Rows = count(), Calls = sum(ItemCount)'
    const rows = [mini, { ...mini, weight: 4 }, { model: 'o3' }, { operation: 'execute_tool' }]
    expect((await engine.run(query, { AppDependencies: rows.map(callRow) })).rows).toEqual([[3, 6]])
    expect((await engine.run(query, {})).rows).toEqual([[0, 0]])
  })
})

const ask = async (name: string, calls: readonly Call[]) => {
  const { columns, rows } = await engine.ask(name, { AppDependencies: calls.map(callRow) })
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])))
}

describe('tokens-and-cost', () => {
  it('sums weighted tokens and cost by prompt, version, deployment and customer', async () => {
    const rows = await ask('tokens-and-cost', [
      { ...mini, weight: 2, customer: 'a', deployment: 'd', version: '1' },
      {
        ...mini,
        customer: 'a',
        deployment: 'd',
        version: '1',
        properties: tokens({ 'cache_read.input': 400_000, 'reasoning.output': 9 }),
      },
      { ...mini, customer: 'b', deployment: 'd', version: '1', tokens: 400_000, outputTokens: 0 },
      { model: 'llama-3', tokens: 10, version: '2', weight: 3 },
      { failed: true, version: '2' },
    ])
    expect(rows).toEqual([
      {
        PromptName: 'search_decision',
        PromptVersion: '1',
        Deployment: 'd',
        Customer: 'a',
        Calls: 3,
        Unpriced: 0,
        InputTokens: 3_000_000,
        CachedInputTokens: 400_000,
        OutputTokens: 300_000,
        ReasoningOutputTokens: 9,
        CostUsd: 0.6,
        CostPercent: 90.9,
      },
      {
        PromptName: 'search_decision',
        PromptVersion: '1',
        Deployment: 'd',
        Customer: 'b',
        Calls: 1,
        Unpriced: 0,
        InputTokens: 400_000,
        CachedInputTokens: 0,
        OutputTokens: 0,
        ReasoningOutputTokens: 0,
        CostUsd: 0.06,
        CostPercent: 9.1,
      },
      {
        PromptName: 'search_decision',
        PromptVersion: '2',
        Deployment: '',
        Customer: '',
        Calls: 4,
        Unpriced: 3,
        InputTokens: 30,
        CachedInputTokens: 0,
        OutputTokens: 3,
        ReasoningOutputTokens: 0,
        CostUsd: null,
        CostPercent: null,
      },
    ])
    expect(await ask('tokens-and-cost', [])).toEqual([])
  })
})

describe('costliest-calls', () => {
  it('has the costliest first, and none without a price', async () => {
    const rows = await ask('costliest-calls', [
      { ...mini, tokens: 1000 },
      { ...mini, conversation: 'c-1' },
      { model: 'llama-3', tokens: 10_000_000 },
    ])
    expect(rows).toMatchObject([
      { CostUsd: 0.21, InputTokens: 1_000_000, OutputTokens: 100_000, ConversationId: 'c-1' },
      { CostUsd: 0.06015, Model: 'gpt-4o-mini-2024-07-18' },
    ])
  })
})

describe('ingestion-volume', () => {
  const time = { TimeGenerated: new Date('2026-03-01T12:00:00Z') }
  const bytes = { Properties: {}, _BilledSize: 1000 }

  it('adds up our own rows of each table, as billed or else by their length', async () => {
    const { rows } = await engine.ask('ingestion-volume', {
      AppDependencies: [
        { ...callRow({}), _BilledSize: 3000 },
        { ...callRow({}), _BilledSize: 1000 },
        { ...time, ...bytes, Name: 'GET /' },
        { ...callRow({ time: '2026-02-27T12:00:00Z' }), ...bytes },
      ],
      AppTraces: [
        { ...time, ...bytes, Message: 'gen_ai.client.inference.operation.details' },
        {
          ...time,
          Message: 'x'.repeat(2568),
          Properties: { 'llmops.content.chunk.key': 'k' },
        },
        { ...time, ...bytes, Message: 'hello' },
      ],
      AppMetrics: [
        { ...time, ...bytes, Name: 'gen_ai.client.operation.duration' },
        { ...time, ...bytes, Name: 'http.server.duration' },
      ],
      ContainerAppConsoleLogs: [
        { ...time, Log: '{"prompt_type":"a","prompt_tokens":1}', _BilledSize: 1000 },
        { ...time, Log: 'GET / 200', _BilledSize: 1000 },
      ],
    })
    expect(rows).toEqual([
      ['AppDependencies', 'chat', 2, 4000, 40, false],
      ['AppTraces', 'content in chunks', 1, 3000, 30, true],
      ['AppMetrics', 'gen_ai.client.operation.duration', 1, 1000, 10, false],
      ['AppTraces', 'gen_ai.client.inference.operation.details', 1, 1000, 10, false],
      ['ContainerAppConsoleLogs', 'console record', 1, 1000, 10, false],
    ])
    expect((await engine.ask('ingestion-volume', {})).rows).toEqual([])
  })
})

describe('LLMPrices', () => {
  it('has the same columns where the prices are given', async () => {
    const list = functions().find(({ name }) => name === 'LLMPrices')
    const given = withPrices(functions(), [{ model: 'in-house', input: 1e-7, output: 2 }])
    const { body } = given.find(({ name }) => name === 'LLMPrices') ?? { body: '' }
    const { columns, rows } = await engine.run(body, {})
    expect(columns).toEqual((await engine.run(`${list?.body} | take 0`, {})).columns)
    expect(rows.map((row) => row.slice(2, 6))).toEqual([[1e-7, null, null, 2]])
  })

  it('has one price for a model and a day, and no price below 0', async () => {
    const { rows } = await engine.run(
      `LLMPrices()
| summarize Rows = count(), Wrong = countif(not(InputUsd > 0 and OutputUsd >= 0) or CachedInputUsd >= InputUsd or CacheWriteUsd < InputUsd) by Model, ValidFrom
| where Rows > 1 or Wrong > 0`,
      {},
    )
    expect(rows).toEqual([])
  })
})
