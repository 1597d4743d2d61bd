import { afterAll, describe, expect, it } from 'vitest'

import { compareVersions } from './statistics/compare-versions.ts'
import { packEngine } from './testing/engine.ts'
import { type Call, callRow } from './testing/stored-rows.ts'

const engine = packEngine()
afterAll(() => engine.close())

const ask = async (name: string, calls: readonly Call[]) => {
  const { columns, rows } = await engine.ask(name, { AppDependencies: calls.map(callRow) })
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])))
}

const times = (count: number, call: Call): Call[] => Array.from({ length: count }, () => call)

/** So many calls of which so many are invalid. */
const judged = (count: number, bad: number, call: Call = {}): Call[] => [
  ...times(count - bad, { valid: true, ...call }),
  ...times(bad, { valid: false, ...call }),
]

describe('compare-versions', () => {
  it('counts what the verdict needs', async () => {
    const [first, second, ...more] = await ask('compare-versions', [
      ...judged(400, 24, { version: '1', time: '2026-02-25T12:00:00Z' }),
      ...judged(400, 9, { version: '2', ms: 50, tokens: 9 }),
      { version: '2', failed: true, error: '429' },
      { prompt: '' },
    ])
    expect(more).toEqual([])
    expect(first).toMatchObject({
      PromptName: 'search_decision',
      PromptVersion: '1',
      Calls: 400,
      Failed: 0,
      Judged: 400,
      EffectiveJudged: 400,
      Invalid: 24,
      InvalidPercent: 6,
      TokensPerCall: null,
      P50DurationMs: 100,
    })
    expect(second).toMatchObject({
      Calls: 401,
      Failed: 1,
      Judged: 400,
      Invalid: 9,
      TokensPerCall: 10,
    })
    const counts = (row: typeof first) => ({
      calls: Number(row?.['Judged']),
      bad: Number(row?.['Invalid']),
      effectiveCalls: Number(row?.['EffectiveJudged']),
    })
    expect(compareVersions(counts(first), counts(second)).verdict).toBe('improved')
  })

  it('says what weighted counts are worth, and nothing of what was not judged', async () => {
    const rows = await ask('compare-versions', [
      { version: '1', valid: true, weight: 9 },
      { version: '1', valid: false },
      { version: '2' },
    ])
    expect(rows).toMatchObject([
      { Judged: 10, EffectiveJudged: 100 / 82, InvalidPercent: 10 },
      { Judged: 0, EffectiveJudged: 0, InvalidPercent: null },
    ])
  })
})

describe('LLMVersions', () => {
  it('takes tokens per call of the calls that say both counts', async () => {
    const whole = callRow({ version: '1', tokens: 9, weight: 3 })
    const part = JSON.parse(
      JSON.stringify(whole, (key, value: unknown) =>
        key === 'gen_ai.usage.output_tokens' ? undefined : value,
      ),
    ) as typeof whole
    const { rows } = await engine.ask('compare-versions', {
      AppDependencies: [callRow({ version: '1', tokens: 9 }), part],
    })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toEqual(expect.arrayContaining([4, 10]))
  })
})

describe('drift', () => {
  const before = '2026-02-26T12:00:00Z'

  it('tells what rose against the days before', async () => {
    const rows = await ask('drift', [
      ...judged(200, 4, { time: before, tokens: 5 }),
      ...judged(50, 10, { ms: 150, tokens: 5 }),
    ])
    expect(rows).toEqual([
      {
        PromptName: 'search_decision',
        Signals: 'invalid outputs; duration',
        InvalidPercent: 20,
        InvalidPercentBefore: 2,
        FailedPercent: 0,
        FailedPercentBefore: 0,
        P95DurationMs: 150,
        P95DurationMsBefore: 100,
        TokensPerCall: 1,
        TokensPerCallBefore: 1,
      },
    ])
  })

  it('is silent over the same, over few calls, and over a prompt without a contract', async () => {
    expect(
      await ask('drift', [
        ...judged(200, 4, { time: before }),
        ...judged(50, 1),
        ...judged(200, 0, { time: before, prompt: 'few' }),
        ...judged(19, 19, { prompt: 'few' }),
        ...times(50, { time: before, prompt: 'free' }),
        ...times(50, { prompt: 'free' }),
      ]),
    ).toEqual([])
    const failures = await ask('drift', [
      ...times(50, { time: before, prompt: 'free' }),
      ...times(40, { prompt: 'free' }),
      ...times(10, { prompt: 'free', failed: true }),
    ])
    expect(failures).toMatchObject([{ PromptName: 'free', Signals: 'failures' }])
  })
})

/** Twelve calls an hour for eight days, of which the numbers wander a little; half of them may be changed. */
const usual = (changes: (hour: number) => Call): Call[] =>
  Array.from({ length: 8 * 24 }, (_, hour) => {
    const time = new Date(Date.parse('2026-02-22T00:00:00Z') + hour * 3_600_000).toISOString()
    const call = { time, valid: true, tokens: 200 + ((hour * 5) % 11) }
    const changed = { ...call, ms: 100 + ((hour * 7) % 13), ...changes(hour) }
    return [...times(6, changed), ...times(6, { ...call, ms: 90 })]
  }).flat()

/** Something in one hour of the last day. */
const at170 =
  (changes: Call) =>
  (hour: number): Call =>
    hour === 170 ? changes : {}

describe('anomalies', () => {
  it('tells the hour, the prompt and what was unusual', async () => {
    const busy = times(60, { time: '2026-03-01T12:30:00Z', ms: 5000, tokens: 4000 })
    expect(await ask('anomalies', [...usual(() => ({})), ...busy])).toMatchObject([
      { PromptName: 'search_decision', Signal: 'calls', Value: 72, Usual: 12, Score: 7.1 },
      { Signal: 'duration', Value: 5000, Usual: 106 },
      { Signal: 'tokens per call', Value: 3369.2, Usual: 206 },
    ])
    expect(await ask('anomalies', usual(at170({ valid: false })))).toMatchObject([
      { Signal: 'invalid percent', Value: 50, Usual: 0, Score: 7.9 },
    ])
    expect(await ask('anomalies', usual(at170({ failed: true })))).toMatchObject([
      { Signal: 'failed percent', Value: 50, Usual: 0, Score: 7.9 },
    ])
  })

  it('is silent over usual hours, over a prompt that is new, and over nothing', async () => {
    expect(
      await ask(
        'anomalies',
        usual(() => ({})),
      ),
    ).toEqual([])
    expect(await ask('anomalies', usual(() => ({})).slice(-48))).toEqual([])
    expect(await ask('anomalies', [])).toEqual([])
  })
})

describe('drill-down', () => {
  const asked: Call = { turn: 3, label: 'Yes', valid: true }
  const INPUT = 'gen_ai.input.messages'
  const input = { [INPUT]: '[{"role":"user"}]' }

  it.each<[string, Readonly<Record<string, string>>]>([
    ['not captured', {}],
    ['not captured', { 'llmops.content.capture': 'none' }],
    ['whole', { ...input, 'llmops.content.capture': 'span_and_event' }],
    ['cut', { ...input, 'llmops.content.truncated': '["gen_ai.input.messages"]' }],
    [
      'cut, whole',
      {
        ...input,
        'gen_ai.output.messages': '',
        'llmops.content.truncated': '["gen_ai.output.messages"]',
      },
    ],
    ['not readable', { 'gen_ai.input.messages': 'elsewhere' }],
    ['not readable', { 'llmops.content.capture': 'span' }],
    [
      'hash only',
      { 'llmops.content.stored': '{"gen_ai.input.messages":{"as":"hash","bytes":2,"sha256":"x"}}' },
    ],
  ])('says of content that it is %s: %j', async (content, properties) => {
    const rows = await ask('drill-down', [{ ...asked, properties }])
    expect(rows).toMatchObject([
      {
        Content: content,
        Input: content.includes('read') ? '' : (properties[INPUT] ?? ''),
        Output: '',
      },
    ])
  })

  it('gives the calls of that prompt, turn and label alone', async () => {
    const rows = await ask('drill-down', [
      { ...asked, conversation: 'c-1' },
      { ...asked, turn: 2 },
      { ...asked, label: 'No' },
      { ...asked, valid: false },
      { ...asked, prompt: 'answer' },
      { ...asked, failed: true },
    ])
    expect(rows.map((row) => row['ConversationId'])).toEqual(['c-1'])
  })
})
