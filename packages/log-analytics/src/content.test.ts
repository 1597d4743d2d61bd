import { createHash } from 'node:crypto'

import type { KqlResult } from '@kansoku/kql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'

const TIME = new Date('2026-03-01T12:00:00Z')
const INPUT = 'gen_ai.input.messages'
const OUTPUT = 'gen_ai.output.messages'
const SAID = '[{"role":"user","parts":[{"type":"text","content":"今日は何曜日？"}]}]'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Row = Readonly<Record<string, unknown>>
type Properties = Readonly<Record<string, string>>

/** The row of a call. */
const call = (id: string, properties: Properties): Row => ({
  TimeGenerated: TIME,
  OperationId: 't1',
  Id: id,
  Success: true,
  DurationMs: 100,
  ItemCount: 1,
  Properties: {
    'gen_ai.operation.name': 'chat',
    'llmops.content.capture': 'span',
    ...properties,
  },
})
/** Rows of a text in so many pieces, as they are sent. */
function chunks(id: string, text: string, pieces: number, changes: Row = {}, key = INPUT): Row[] {
  const length = Math.ceil(text.length / pieces)
  return Array.from({ length: pieces }, (_, index) => ({
    TimeGenerated: TIME,
    OperationId: 't1',
    ParentId: id,
    Message: text.slice(index * length, (index + 1) * length),
    Properties: {
      'llmops.content.chunk.key': key,
      'llmops.content.chunk.index': String(index + 1),
      'llmops.content.chunk.count': String(pieces),
      'llmops.content.chunk.sha256': sha256(text),
    },
    ...changes,
  }))
}
/** What the row of a call says of a text that is not on it. */
const stored = (as: string, text: string, pieces?: number): Properties => ({
  'llmops.content.stored': JSON.stringify({
    [INPUT]: {
      as,
      ...(pieces !== undefined && { chunks: pieces }),
      bytes: Buffer.byteLength(text),
      characters: text.length,
      sha256: sha256(text),
    },
  }),
})
const details = (id: string, properties: Properties): Row => ({
  TimeGenerated: TIME,
  OperationId: 't1',
  ParentId: id,
  Message: 'gen_ai.client.inference.operation.details',
  Properties: {
    'gen_ai.operation.name': 'chat',
    'llmops.content.capture': 'event',
    ...properties,
  },
})
/** The console record of a call. */
const line = (id: string, said: Row, properties: Properties = {}): Row => ({
  TimeGenerated: TIME,
  Log: JSON.stringify({
    prompt_type: '',
    prompt_version: '',
    deployment_name: 'gpt-4o',
    response_time: 0.1,
    prompt_tokens: 1,
    completion_tokens: 1,
    datetime: TIME.toISOString(),
    request: '',
    response: '',
    status: 'Success',
    ...said,
    metadata: {
      otel: {
        trace_id: 't1',
        span_id: id,
        service: 'chatbot',
        properties: {
          'gen_ai.operation.name': 'chat',
          'llmops.content.capture': 'span',
          ...properties,
        },
      },
    },
  }),
})
const ON_EVENT = { 'llmops.content.capture': 'event' }

const PARTS = '{"type":"text","content":"You decide } whether to search."}'
const reference = (sha: string): string =>
  `{"type":"repeated_instructions","sha256":"${sha}","operation_id":"t0","span_id":"s0"}`
const asked = (parts: string): string =>
  `[{"role":"system","parts":[${parts}]},{"role":"user","parts":[]}]`
const YESTERDAY = {
  OperationId: 't0',
  ParentId: 's0',
  TimeGenerated: new Date('2026-02-28T01:00:00Z'),
}
const REPEATED = 'repeated_instructions'

interface Case {
  readonly calls: readonly Row[]
  readonly traces?: readonly Row[]
  readonly moved?: readonly Row[]
  readonly lines?: readonly Row[]
  /** Key, State, Text, Source. */
  readonly expected: readonly (readonly string[])[]
}

const without = (rows: readonly Row[], ...indexes: readonly number[]): readonly Row[] =>
  rows.filter((_, index) => !indexes.includes(index))
const textOf = (rows: readonly Row[]): string => rows.map((row) => String(row['Message'])).join('')

/** Each with calls of its own, by the name of the case. */
const CASES: Readonly<Record<string, (id: string) => Case>> = {
  'on the row': (id) => ({
    calls: [call(id, { [INPUT]: SAID, 'gen_ai.prompt.variable.day': 'Monday' })],
    expected: [
      [INPUT, 'whole', SAID, 'Properties'],
      ['gen_ai.prompt.variable.day', 'whole', 'Monday', 'Properties'],
    ],
  }),
  'not captured': (id) => ({
    calls: [call(id, { 'llmops.content.capture': 'none' })],
    expected: [['', 'not captured', '', '']],
  }),
  'not captured by others': (id) => ({
    calls: [call(id, { 'llmops.content.capture': '', 'gen_ai.operation.name': 'execute_tool' })],
    expected: [['', 'not captured', '', '']],
  }),
  'captured, and not there': (id) => ({
    calls: [call(id, {})],
    expected: [['', 'not readable', '', '']],
  }),
  'no GenAI operation': (id) => ({
    calls: [{ ...call(id, {}), Properties: { 'http.request.method': 'GET' } }],
    expected: [],
  }),
  cut: (id) => ({
    calls: [
      call(id, { 'llmops.content.truncated': `["${INPUT}"]`, [INPUT]: '[1]', [OUTPUT]: '[]' }),
    ],
    expected: [
      [INPUT, 'cut', '[1]', 'Properties'],
      [OUTPUT, 'whole', '[]', 'Properties'],
    ],
  }),
  'cut so that nothing is left of it': (id) => ({
    calls: [call(id, { 'llmops.content.truncated': `["${INPUT}"]`, [OUTPUT]: '[]' })],
    expected: [
      [INPUT, 'cut', '', ''],
      [OUTPUT, 'whole', '[]', 'Properties'],
    ],
  }),
  'cut, and then in chunks': (id) => ({
    calls: [call(id, { ...stored('chunks', SAID, 2), 'llmops.content.truncated': `["${INPUT}"]` })],
    traces: chunks(id, SAID, 2),
    expected: [[INPUT, 'cut', SAID, 'AppTraces']],
  }),
  'in chunks, in any order, and twice': (id) => ({
    calls: [call(id, { ...stored('chunks', SAID, 3), [OUTPUT]: '[]' })],
    traces: [...chunks(id, SAID, 3).toReversed(), ...chunks(id, SAID, 3)],
    expected: [
      [INPUT, 'whole', SAID, 'AppTraces'],
      [OUTPUT, 'whole', '[]', 'Properties'],
    ],
  }),
  'in chunks, but for the one in the middle': (id) => ({
    calls: [call(id, stored('chunks', SAID, 3))],
    traces: without(chunks(id, SAID, 3), 1),
    expected: [[INPUT, 'incomplete', textOf(without(chunks(id, SAID, 3), 1)), 'AppTraces']],
  }),
  'in chunks that never came': (id) => ({
    calls: [call(id, stored('chunks', SAID, 3))],
    expected: [[INPUT, 'incomplete', '', '']],
  }),
  'in chunks of which one is another': (id) => ({
    calls: [call(id, stored('chunks', SAID, 2))],
    traces: [...without(chunks(id, SAID, 2), 0), { ...chunks(id, SAID, 2)[0], Message: 'else' }],
    expected: [[INPUT, 'altered', `else${textOf(without(chunks(id, SAID, 2), 0))}`, 'AppTraces']],
  }),
  'in chunks of another call': (id) => ({
    calls: [call(id, stored('chunks', SAID, 1))],
    traces: chunks(id, SAID, 1, { OperationId: 't2' }),
    expected: [[INPUT, 'incomplete', '', '']],
  }),
  'only a hash': (id) => ({
    calls: [call(id, { ...stored('hash', SAID), 'llmops.content.degraded': 'daily_budget' })],
    expected: [[INPUT, 'hash only', '', '']],
  }),
  'of more attributes than the row can name': (id) => ({
    calls: [call(id, { [INPUT]: SAID, 'llmops.content.stored': '{"unlisted":7}' })],
    expected: [
      ['', 'not readable', '', ''],
      [INPUT, 'whole', SAID, 'Properties'],
    ],
  }),
  'on the event': (id) => ({
    calls: [call(id, ON_EVENT)],
    traces: [details(id, { [INPUT]: SAID })],
    expected: [[INPUT, 'whole', SAID, 'event']],
  }),
  'in chunks of the event': (id) => ({
    calls: [call(id, ON_EVENT)],
    traces: [details(id, stored('chunks', SAID, 2)), ...chunks(id, SAID, 2)],
    expected: [[INPUT, 'whole', SAID, 'AppTraces']],
  }),
  'on an event that never came': (id) => ({
    calls: [call(id, ON_EVENT)],
    expected: [['', 'not readable', '', '']],
  }),
  'on the row and on the event': (id) => ({
    calls: [call(id, { [INPUT]: SAID, 'llmops.content.capture': 'span_and_event' })],
    traces: [details(id, { [INPUT]: SAID, 'llmops.content.capture': 'span_and_event' })],
    expected: [[INPUT, 'whole', SAID, 'Properties']],
  }),
  'moved by Azure': (id) => ({
    calls: [
      call(id, {
        [INPUT]: 'ref:1',
        [OUTPUT]: 'ref:2',
        'gen_ai.tool.call.result': 'ref:3',
        'gen_ai.retrieval.query.text': 'ref:4 is what they asked',
      }),
    ],
    moved: [
      { TraceId: 't1', SpanId: id, InputMessages: SAID, OutputMessages: '' },
      { TraceId: 't1', SpanId: id, InputMessages: '', ToolCallResult: '"はい"' },
    ],
    expected: [
      [INPUT, 'whole', SAID, 'AppGenAIContent'],
      [OUTPUT, 'not readable', '', ''],
      ['gen_ai.retrieval.query.text', 'whole', 'ref:4 is what they asked', 'Properties'],
      ['gen_ai.tool.call.result', 'whole', '"はい"', 'AppGenAIContent'],
    ],
  }),
  'moved by Azure to where one may not read': (id) => ({
    calls: [call(id, { [INPUT]: 'ref:1' })],
    expected: [[INPUT, 'not readable', '', '']],
  }),
  'not moved, though the table has it, too': (id) => ({
    calls: [call(id, { [INPUT]: SAID, 'gen_ai.tool.call.arguments': '12' })],
    moved: [{ TraceId: 't1', SpanId: id, InputMessages: SAID, ToolCallArguments: '12' }],
    expected: [
      [INPUT, 'whole', SAID, 'Properties'],
      ['gen_ai.tool.call.arguments', 'whole', '12', 'Properties'],
    ],
  }),
  'with instructions that another call has sent': (id) => ({
    calls: [call(id, { [INPUT]: asked(reference(sha256(PARTS))) })],
    traces: chunks('s0', PARTS, 2, YESTERDAY, REPEATED),
    expected: [[INPUT, 'whole', asked(PARTS), 'Properties']],
  }),
  'with instructions that are not there': (id) => ({
    calls: [call(id, { [INPUT]: asked(reference(sha256('other'))) })],
    traces: without(chunks('s0', 'other', 2, YESTERDAY, REPEATED), 0),
    expected: [[INPUT, 'incomplete', asked(reference(sha256('other'))), 'Properties']],
  }),
  'in a console record': (id) => ({
    calls: [],
    lines: [line(id, { request: '今日は何曜日？', response: SAID })],
    expected: [
      [INPUT, 'whole', SAID, 'console record'],
      [OUTPUT, 'whole', SAID, 'console record'],
    ],
  }),
  'in a console record, cut to fit its line': (id) => ({
    calls: [],
    lines: [line(id, { request: 'a…[cut]' }, { 'llmops.content.truncated': `["${INPUT}"]` })],
    expected: [
      [
        INPUT,
        'cut',
        '[{"role":"user","parts":[{"type":"text","content":"a…[cut]"}]}]',
        'console record',
      ],
    ],
  }),
  'in a console record without any': (id) => ({
    calls: [],
    lines: [line(id, {}, { 'llmops.content.capture': 'none' })],
    expected: [['', 'not captured', '', '']],
  }),
  'on the row, whatever a console record of the same call has': (id) => ({
    calls: [call(id, { [INPUT]: SAID })],
    lines: [line(id, { request: 'x' })],
    expected: [[INPUT, 'whole', SAID, 'Properties']],
  }),
}
const cases = Object.entries(CASES).map(([name, make], index) => {
  const id = `s-${index}`
  return Object.assign(make(id), { name, id })
})

const engine = packEngine()
afterAll(() => engine.close())

/** All cases at once: a query over one costs the same. */
let found: Record<string, unknown>[]
beforeAll(async () => {
  const { columns, rows }: KqlResult = await engine.run(
    'LLMContent(ago(1d), now()) | order by Key asc',
    {
      AppDependencies: cases.flatMap(({ calls }) => calls),
      AppTraces: cases.flatMap(({ traces }) => traces ?? []),
      ContainerAppConsoleLogs: cases.flatMap(({ lines }) => lines ?? []),
      AppGenAIContent: cases.flatMap(({ moved }) =>
        (moved ?? []).map((row) => Object.assign({ TimeGenerated: TIME }, row)),
      ),
    },
  )
  found = rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])))
})
const of = (id: string): Record<string, unknown>[] => found.filter((row) => row['Id'] === id)

describe('LLMContent reads content', () => {
  it.each(cases)('$name', ({ expected, id }) => {
    expect(of(id).map((row) => [row['Key'], row['State'], row['Text'], row['Source']])).toEqual(
      expected,
    )
  })

  it('with what is known of it', () => {
    const [row] = of(cases.find(({ name }) => name.includes('in the middle'))?.id ?? '')
    expect(row).toEqual({
      TimeGenerated: row?.['TimeGenerated'],
      OperationName: 'chat',
      PromptName: '',
      PromptVersion: '',
      ConversationId: '',
      Key: INPUT,
      State: 'incomplete',
      Text: expect.any(String) as string,
      Source: 'AppTraces',
      Degraded: '',
      Bytes: Buffer.byteLength(SAID),
      Chunks: 3,
      ChunksFound: 2,
      Sha256: sha256(SAID),
      OperationId: 't1',
      Id: row?.['Id'],
    })
    const [degraded] = of(cases.find(({ name }) => name === 'only a hash')?.id ?? '')
    expect(degraded).toMatchObject({ Degraded: 'daily_budget', Chunks: null, ChunksFound: null })
  })
})
