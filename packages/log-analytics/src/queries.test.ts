import { afterAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'
import { type Call, callRow } from './testing/stored-rows.ts'
import { ticks } from './testing/ticks.ts'

const engine = packEngine()
afterAll(() => engine.close())

const ask = (name: string, calls: readonly Call[]) =>
  engine.ask(name, { AppDependencies: calls.map(callRow) })
const run = (query: string, rows: readonly Record<string, unknown>[]) =>
  engine.run(query, { AppDependencies: rows })

const decision = (turn: number, label: string, changes: Call = {}): Call => ({
  turn,
  label,
  valid: true,
  ...changes,
})

describe('answers-per-turn', () => {
  it('counts Yes, No and Other for every turn, weighted, with the rows that are 0', async () => {
    const { columns, rows, visualization } = await ask('answers-per-turn', [
      decision(1, 'Yes', { weight: 4 }),
      decision(1, 'Yes'),
      decision(2, 'No'),
      { turn: 2, valid: false },
      { turn: 2, valid: false, weight: 2 },
      { turn: 3, valid: false },
      // Neither a failed call, nor another prompt, nor an old call is in the chart.
      { turn: 1, failed: true },
      decision(1, 'Yes', { prompt: 'answer' }),
      decision(1, 'Yes', { time: '2026-02-28T23:59:59Z' }),
      decision(1, 'Yes', { operation: 'embeddings' }),
    ])
    expect(columns).toEqual([
      { name: 'Turn', type: 'int' },
      { name: 'Answer', type: 'string' },
      { name: 'Calls', type: 'long' },
    ])
    expect(rows).toEqual([
      [1, 'Yes', 5],
      [1, 'No', 0],
      [1, 'Other', 0],
      [2, 'Yes', 0],
      [2, 'No', 1],
      [2, 'Other', 3],
      [3, 'Yes', 0],
      [3, 'No', 0],
      [3, 'Other', 1],
    ])
    expect(visualization).toMatchObject({ kind: 'columnchart', title: 'Answers per turn' })
  })

  it('is empty over an empty table', async () => {
    expect((await ask('answers-per-turn', [])).rows).toEqual([])
  })
})

describe('invalid-outputs', () => {
  it('counts successful calls that broke their contract, whatever the prompt', async () => {
    const { rows } = await ask('invalid-outputs', [
      { valid: false, weight: 8 },
      { valid: false, prompt: 'answer' },
      { valid: true, label: 'Yes' },
      { prompt: 'without contract' },
      { failed: true },
    ])
    expect(rows).toEqual([[9]])
  })

  it('is 0 over an empty table', async () => {
    expect((await ask('invalid-outputs', [])).rows).toEqual([[0]])
  })
})

describe('usage-and-latency', () => {
  it('sums calls, failures and tokens by prompt and takes percentiles of the rows', async () => {
    const { columns, rows } = await ask('usage-and-latency', [
      { prompt: 'b', ms: 100, tokens: 10 },
      { prompt: 'b', ms: 300, tokens: 20, weight: 3 },
      { prompt: 'b', ms: 200, failed: true },
      { prompt: 'a', ms: 50, tokens: 5 },
    ])
    expect(columns.map(({ name }) => name)).toEqual([
      'PromptName',
      'Calls',
      'Failed',
      'InputTokens',
      'OutputTokens',
      'P50DurationMs',
      'P95DurationMs',
    ])
    expect(rows).toEqual([
      ['a', 1, 0, 5, 1, 50, 50],
      ['b', 5, 1, 70, 4, 200, 300],
    ])
  })
})

const stream = (ms: number, seconds: number): Call => ({
  ms,
  model: 'm',
  tokens: 1,
  outputTokens: 10,
  properties: { 'gen_ai.response.time_to_first_chunk': String(seconds) },
})

describe('latency', () => {
  it('has percentiles of duration and of the first chunk, of successful calls', async () => {
    const { rows } = await ask('latency', [
      stream(1000, 0.2),
      stream(3000, 0.4),
      { ms: 500, model: 'm', weight: 2 },
      { ms: 9000, model: 'm', failed: true },
      { ms: 70, model: 'm', prompt: 'a' },
    ])
    expect(rows).toEqual([
      ['a', 'm', 1, 70, 70, 70, 70, 0, null, null, null],
      ['search_decision', 'm', 4, 1000, 3000, 3000, 3000, 2, 200, 400, 5],
    ])
    expect((await ask('latency', [])).rows).toEqual([])
  })
})

describe('failing-calls', () => {
  it('counts failures by error, weighted, with their share of the prompt’s calls', async () => {
    const { columns, rows } = await engine.ask('failing-calls', {
      AppDependencies: [
        { failed: true, error: '429', model: 'm', weight: 3 },
        { failed: true, error: '429', model: 'm', time: '2026-03-01T18:00:00Z' },
        { failed: true, error: 'APIConnectionError', model: 'm' },
        { model: 'm', weight: 11 },
        { model: 'm-2026-01-01', valid: false },
        { prompt: 'answer', model: 'm' },
        { failed: true, error: '500', model: 'm', time: '2026-02-27T00:00:00Z' },
      ].map(callRow),
    })
    expect(columns.map(({ name }) => name)).toEqual([
      'ErrorType',
      'PromptName',
      'Model',
      'Failed',
      'Percent',
      'Last',
    ])
    expect(rows).toEqual([
      ['429', 'search_decision', 'm', 4, 23.5, ticks('2026-03-01T18:00:00Z')],
      ['APIConnectionError', 'search_decision', 'm', 1, 5.9, ticks('2026-03-01T12:00:00Z')],
    ])
  })

  it('has no row where nothing failed', async () => {
    expect((await engine.ask('failing-calls', {})).rows).toEqual([])
  })
})

describe('slowest-calls', () => {
  it('has the slowest successful calls first', async () => {
    const { rows } = await engine.ask('slowest-calls', {
      AppDependencies: [
        { ms: 100 },
        { ms: 900, tokens: 7 },
        { ms: 5000, failed: true },
        { ms: 300 },
      ].map(callRow),
    })
    expect(rows.map((row) => [row[1], row[6]])).toEqual([
      [900, 7],
      [300, null],
      [100, null],
    ])
  })
})

describe('LLMCalls', () => {
  const properties = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.prompt.name': 'search_decision',
    'gen_ai.prompt.version': '4',
    'gen_ai.conversation.id': 'conv-1',
    'gen_ai.usage.input_tokens': '120',
    'gen_ai.usage.output_tokens': '2',
    'gen_ai.response.time_to_first_chunk': '0.25',
    'llmops.deployment.name': 'decide',
    'gen_ai.usage.cache_read.input_tokens': '64',
    'llmops.metadata.customer': 'customer-a',
    'llmops.metadata.turn': '3',
    'llmops.output.valid': 'false',
    'llmops.output.violation': 'extra_text',
    'llmops.error.type': '429',
  }
  const stored = {
    TimeGenerated: new Date('2026-03-01T12:00:00Z'),
    Success: false,
    DurationMs: 44.4024,
    ItemCount: 4,
    OperationId: 'trace-1',
    OperationName: 'POST /chat',
    Id: 'span-1',
    ParentId: 'span-0',
    AppRoleName: 'chat-app',
    Properties: properties,
    Measurements: { 'gen_ai.usage.output_tokens': 1, 'gen_ai.usage.reasoning.output_tokens': 0 },
  }

  it('gives every column its type, measurements before properties', async () => {
    const query = 'LLMCalls(datetime(2026-03-01), datetime(2026-03-02)) | project-away Properties'
    const { columns, rows } = await run(query, [stored])
    expect(columns.map(({ name, type }, index) => [name, type, rows[0]?.[index]])).toEqual([
      ['TimeGenerated', 'datetime', 639_079_632_000_000_000n],
      ['OperationName', 'string', 'chat'],
      ['Provider', 'string', 'openai'],
      ['Model', 'string', 'gpt-4o-2024-08-06'],
      ['Deployment', 'string', 'decide'],
      ['PromptName', 'string', 'search_decision'],
      ['PromptVersion', 'string', '4'],
      ['Customer', 'string', 'customer-a'],
      ['ConversationId', 'string', 'conv-1'],
      ['Turn', 'int', 3],
      ['OutputLabel', 'string', ''],
      ['OutputValid', 'bool', false],
      ['OutputViolation', 'string', 'extra_text'],
      ['Success', 'bool', false],
      ['ErrorType', 'string', '429'],
      ['DurationMs', 'real', 44.4024],
      ['TimeToFirstChunkMs', 'real', 250],
      ['InputTokens', 'long', 120],
      ['OutputTokens', 'long', 1],
      ['CachedInputTokens', 'long', 64],
      ['ReasoningOutputTokens', 'long', 0],
      ['ItemCount', 'int', 4],
      ['OperationId', 'string', 'trace-1'],
      ['Id', 'string', 'span-1'],
      ['ParentId', 'string', 'span-0'],
      ['AppRoleName', 'string', 'chat-app'],
    ])
  })

  it('takes the start of the range in and leaves its end out', async () => {
    const count = 'summarize sum(ItemCount)'
    const from12 = `LLMCalls(datetime(2026-03-01 12:00), datetime(2026-03-01 13:00)) | ${count}`
    const to12 = `LLMCalls(datetime(2026-03-01 11:00), datetime(2026-03-01 12:00)) | ${count}`
    expect((await run(from12, [stored])).rows).toEqual([[4]])
    expect((await run(to12, [stored])).rows).toEqual([[0]])
  })
})
