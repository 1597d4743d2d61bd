import { afterAll, describe, expect, it } from 'vitest'

import type { LogAnalyticsTable } from './tables.ts'
import { packEngine } from './testing/engine.ts'

const engine = packEngine()
afterAll(() => engine.close())

type Row = Readonly<Record<string, unknown>>
type Stored = Partial<Record<LogAnalyticsTable, readonly Row[]>>

const AT = '2026-03-01T12:00:00.250Z'
const ticks = (time: string): bigint =>
  BigInt(Date.parse(time)) * 10_000n + 621_355_968_000_000_000n
const after = (minutes: number): Date => new Date(Date.parse(AT) + minutes * 60_000)

/** What `@kansoku/azure-monitor` writes of a call, as its own tests have it. */
const record = (changes: Row = {}, otel: Row = {}): Row => ({
  prompt_type: 'search_decision',
  prompt_version: 3,
  deployment_name: 'decide',
  response_time: 0.0444024,
  prompt_tokens: 120,
  completion_tokens: 1,
  datetime: AT,
  request: '',
  response: '',
  status: 'Success',
  metadata: {
    turn: 2,
    otel: {
      trace_id: 'trace-1',
      span_id: 'span-1',
      parent_id: 'span-0',
      service: 'rag-chatbot',
      properties: PROPERTIES,
      ...otel,
    },
  },
  ...changes,
})
const PROPERTIES = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'azure.ai.openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.prompt.name': 'search_decision',
  'gen_ai.prompt.version': '3',
  'gen_ai.conversation.id': 'c-1',
  'gen_ai.usage.input_tokens': '120',
  'gen_ai.usage.output_tokens': '1',
  'llmops.deployment.name': 'decide',
  'llmops.metadata.turn': '2',
  'llmops.metadata.customer': 'contoso',
  'llmops.output.label': 'Yes',
  'llmops.output.valid': 'true',
  'llmops.status': 'Success',
}
/** The row of the same call in AppDependencies. */
const SPAN = {
  TimeGenerated: new Date(AT),
  Success: true,
  DurationMs: 44.4024,
  ItemCount: 1,
  OperationId: 'trace-1',
  Id: 'span-1',
  ParentId: 'span-0',
  AppRoleName: 'rag-chatbot',
  Properties: PROPERTIES,
  Measurements: { 'gen_ai.usage.input_tokens': 120, 'gen_ai.usage.output_tokens': 1 },
}

const text = (content: string): object => ({ type: 'text', content })
const line = (value: unknown, minutes = 4): Row => ({
  TimeGenerated: after(minutes),
  Message: JSON.stringify(value),
})

async function calls(stored: Stored, more = ''): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await engine.run(
    `LLMCalls(datetime(2026-03-01), datetime(2026-03-02)) ${more}`,
    stored,
  )
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])))
}

const times = async (datetime: string): Promise<unknown[]> =>
  (await calls({ FunctionAppLogs: [line(record({ datetime }))] })).map(
    ({ TimeGenerated }) => TimeGenerated,
  )

describe('LLMCalls over the records of console logs', () => {
  it('gives the row that the span of the call gives, field by field', async () => {
    const [ofSpan] = await calls({ AppDependencies: [SPAN] })
    const [ofRecord] = await calls({ FunctionAppLogs: [line(record())] })
    expect(ofSpan).toMatchObject({
      TimeGenerated: ticks(AT),
      Provider: 'azure.ai.openai',
      Customer: 'contoso',
      Turn: 2,
      OutputValid: true,
      DurationMs: 44.4024,
      InputTokens: 120,
    })
    expect(ofRecord).toEqual(ofSpan)
  })

  it.each([
    ['FunctionAppLogs', 'Message'],
    ['AppServiceConsoleLogs', 'ResultDescription'],
    ['ContainerAppConsoleLogs', 'Log'],
    ['ContainerAppConsoleLogs_CL', 'Log_s'],
  ] as const)('finds them in %s', async (table, column) => {
    const Message = `2026-03-01T12:00:00Z [info] ${JSON.stringify(record())} `
    const rows = await calls({ [table]: [{ TimeGenerated: after(4), [column]: Message }] })
    expect(rows.map(({ Id, PromptVersion }) => [Id, PromptVersion])).toEqual([['span-1', '3']])
  })

  it('counts a call once that is in both sinks, or twice in the logs', async () => {
    const other = record({}, { span_id: 'span-2' })
    expect(
      await calls(
        {
          AppDependencies: [SPAN],
          FunctionAppLogs: [line(record()), line(record(), 5), line(other), line(other)],
          ContainerAppConsoleLogs: [{ TimeGenerated: after(1), Log: JSON.stringify(other) }],
        },
        '| summarize Calls = sum(ItemCount) by Id | order by Id asc',
      ),
    ).toEqual([
      { Id: 'span-1', Calls: 1 },
      { Id: 'span-2', Calls: 1 },
    ])
  })

  it('has a call twice that two traces gave the same span id', async () => {
    const other = record({}, { trace_id: 'trace-2' })
    expect(
      await calls({ AppDependencies: [SPAN], FunctionAppLogs: [line(other)] }, '| count'),
    ).toEqual([{ Count: 2 }])
  })

  it('weighs what stands for several calls', async () => {
    const { columns, rows } = await engine.run(
      'LLMCalls(datetime(2026-03-01), datetime(2026-03-02)) | project ItemCount',
      { FunctionAppLogs: [line(record({}, { sample_rate: 100 / 3 }))] },
    )
    expect([columns, rows]).toEqual([[{ name: 'ItemCount', type: 'int' }], [[3]]])
  })

  it('goes by the record’s own time where that has an offset, else by the line’s', async () => {
    expect(await times('2026-03-01T21:00:00.250+09:00')).toEqual([ticks(AT)])
    expect(await times('2026-03-01T12:00:00.250Z')).toEqual([ticks(AT)])
    // Of Tokyo, perhaps.
    expect(await times('2026-03-01 21:00:00.250000')).toEqual([ticks(after(4).toISOString())])
    expect(await times('yesterday Z')).toEqual([ticks(after(4).toISOString())])
    expect(await times('2026-02-28T23:59:59.999Z')).toEqual([])
    expect(await times('2026-03-02T00:00:00.000Z')).toEqual([])
  })

  it('finds a call at the end of the range whose line came after it', async () => {
    const datetime = '2026-03-01T23:59:59.000Z'
    const late = { TimeGenerated: new Date('2026-03-02T00:09:00Z') }
    expect(
      await calls({ FunctionAppLogs: [{ ...line(record({ datetime })), ...late }] }, '| count'),
    ).toEqual([{ Count: 1 }])
  })

  it('tells a failed call and its error', async () => {
    const failed = record(
      { status: 'Failed', prompt_tokens: null, completion_tokens: null },
      {
        properties: {
          'gen_ai.operation.name': 'chat',
          'llmops.error.type': '429',
          'error.type': '429',
        },
      },
    )
    expect(
      await calls(
        { FunctionAppLogs: [line(failed)] },
        '| project Success, ErrorType, InputTokens, OutputValid',
      ),
    ).toEqual([{ Success: false, ErrorType: '429', InputTokens: null, OutputValid: null }])
  })

  it.each([
    [
      'a text alone',
      { request: '社内規定は?' },
      { input: [{ role: 'user', parts: [text('社内規定は?')] }] },
    ],
    [
      'messages',
      {
        request: JSON.stringify([
          { role: 'user', parts: [text('a')] },
          { role: 'tool', parts: [] },
        ]),
      },
      {
        input: [
          { role: 'user', parts: [text('a')] },
          { role: 'tool', parts: [] },
        ],
      },
    ],
    [
      'instructions and a message',
      {
        request: JSON.stringify([
          { role: 'system', parts: [text('s')] },
          { role: 'user', parts: [text('a')] },
        ]),
      },
      { instructions: [text('s')], input: [{ role: 'user', parts: [text('a')] }] },
    ],
    [
      'instructions alone',
      { request: JSON.stringify([{ role: 'system', parts: [text('s')] }]) },
      { instructions: [text('s')] },
    ],
    [
      'a system message of the input',
      {
        request: JSON.stringify([
          { role: 'system', parts: [] },
          { role: 'system', parts: [text('s')] },
        ]),
      },
      { input: [{ role: 'system', parts: [text('s')] }] },
    ],
    ['an answer', { response: 'Yes' }, { output: [{ role: 'assistant', parts: [text('Yes')] }] }],
    [
      'answers',
      { response: JSON.stringify([{ role: 'assistant', parts: [] }]) },
      { output: [{ role: 'assistant', parts: [] }] },
    ],
  ])('makes the content of the span again: %s', async (_, changes, expected) => {
    const [call] = await calls({ FunctionAppLogs: [line(record(changes))] })
    const properties = call?.['Properties'] as Record<string, unknown>
    const json = (key: string): unknown =>
      key in properties ? JSON.parse(String(properties[key])) : undefined
    expect({
      instructions: json('gen_ai.system_instructions'),
      input: json('gen_ai.input.messages'),
      output: json('gen_ai.output.messages'),
    }).toEqual({ instructions: undefined, input: undefined, output: undefined, ...expected })
  })

  it('reads what other programs write in these eleven fields', async () => {
    const theirs = {
      prompt_type: 'search_decision',
      prompt_version: 2,
      deployment_name: 'gpt-4',
      response_time: 1.25,
      prompt_tokens: 900,
      completion_tokens: 1,
      datetime: '2026-03-01 21:00:00',
      request: 'Decide whether to search',
      response: 'No',
      status: 'Success',
      metadata: { turn: 3, customer: 'contoso' },
    }
    const Message = JSON.stringify(theirs, undefined, 1).replaceAll('\n', '')
    const [call] = await calls({
      FunctionAppLogs: [
        { TimeGenerated: after(0), Message, AppName: 'func-chat' },
        { TimeGenerated: after(0), Message, AppName: 'func-chat' },
      ],
    })
    expect(call).toMatchObject({
      TimeGenerated: ticks(AT),
      OperationName: 'chat',
      Model: '',
      Deployment: 'gpt-4',
      PromptName: 'search_decision',
      PromptVersion: '2',
      Customer: 'contoso',
      Turn: 3,
      OutputLabel: '',
      OutputValid: null,
      Success: true,
      DurationMs: 1250,
      InputTokens: 900,
      OutputTokens: 1,
      ItemCount: 1,
      Id: '',
      AppRoleName: 'func-chat',
    })
    expect(call?.['Properties']).toMatchObject({
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"No"}]}]',
    })
  })

  it('lets other lines be', async () => {
    const lines = [
      '',
      'prompt_type is missing',
      '{"prompt_type": ',
      '{"prompt_type":"a"',
      '{"level":"info","prompt_type":"a"}',
      '{"prompt_type":7} {"prompt_type":8}',
      '["prompt_type"]',
      '{"prompt_type":"a","metadata":[]',
      '{"prompt_type":"a","status":"ok"}',
    ].map((Message) => ({ TimeGenerated: after(0), Message }))
    expect(await calls({ FunctionAppLogs: lines }, '| count')).toEqual([{ Count: 0 }])
  })
})
