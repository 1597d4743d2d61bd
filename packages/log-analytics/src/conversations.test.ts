import { afterAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'
import { type Call, callRow } from './testing/stored-rows.ts'
import { ticks } from './testing/ticks.ts'

const engine = packEngine()
afterAll(() => engine.close())

const second = (n: number): string => `2026-03-01T12:00:0${n}Z`

/** A conversation's decisions, turn by turn. */
const conversation = (id: string, ...labels: readonly string[]): Call[] =>
  labels.map((label, index) => ({ conversation: id, turn: index + 1, label, valid: true }))

const policies = async (calls: readonly Call[]): Promise<readonly (readonly unknown[])[]> =>
  (
    await engine.ask('conversation-policies', {
      AppDependencies: calls.map((call, index) => callRow({ ...call, id: `s-${index}` })),
    })
  ).rows

describe('LLMConversations', () => {
  it('has a row for each conversation, with its labels in order', async () => {
    const { columns, rows } = await engine.run(
      'LLMConversations(ago(1d), now()) | order by ConversationId asc',
      {
        AppDependencies: [
          { conversation: 'c-1', turn: 3, label: 'No', valid: true, time: second(5), tokens: 30 },
          { conversation: 'c-1', turn: 1, label: 'Yes', valid: true, time: second(1), tokens: 10 },
          {
            conversation: 'c-1',
            turn: 1,
            prompt: 'answer',
            time: second(2),
            tokens: 5,
            outputTokens: 50,
          },
          { conversation: 'c-1', turn: 2, valid: false, time: second(3), tokens: 20, weight: 2 },
          {
            conversation: 'c-1',
            turn: 2,
            prompt: 'answer',
            failed: true,
            time: second(4),
            customer: 'customer-a',
          },
          { conversation: 'c-2', prompt: '', time: second(9) },
          { turn: 1, label: 'Yes', valid: true },
        ].map(callRow),
      },
    )
    expect(columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'ConversationId: string',
      'Turns: long',
      'Calls: long',
      'Prompts: dynamic',
      'Labels: dynamic',
      'Searches: long',
      'Failed: long',
      'InvalidOutputs: long',
      'InputTokens: long',
      'OutputTokens: long',
      'Customer: string',
      'First: datetime',
      'Last: datetime',
    ])
    expect(rows).toEqual([
      [
        'c-1',
        3,
        6,
        ['search_decision', 'answer'],
        ['Yes', '(invalid)', 'No'],
        1,
        1,
        2,
        85,
        54,
        'customer-a',
        ticks(second(1)),
        ticks(second(5)),
      ],
      ['c-2', 0, 1, [], [], 0, 0, 0, 0, 0, '', ticks(second(9)), ticks(second(9))],
    ])
  })

  it('is empty without conversations', async () => {
    const calls = [callRow({ turn: 1 })]
    expect(
      (await engine.run('LLMConversations(ago(1d), now())', { AppDependencies: calls })).rows,
    ).toEqual([])
  })
})

const wish = (text: string): Readonly<Record<string, string>> => ({
  'gen_ai.input.messages': JSON.stringify([
    { role: 'user', parts: [{ type: 'text', content: 'What was that?' }] },
    { role: 'user', parts: [{ type: 'text', content: text }] },
  ]),
})

describe('conversation-policies', () => {
  const no = { conversation: 'c', turn: 2, valid: true, label: 'No' } as const

  it('finds each failure mode where it is, and counts its kind alone', async () => {
    expect(
      await policies([
        ...conversation('healthy', 'Yes', 'No', 'Yes'),
        ...conversation('no first', 'No', 'No', 'No'),
        ...conversation('always', 'Yes', 'Yes', 'Yes'),
        ...conversation('short', 'Yes', 'Yes'),
        { conversation: 'broken', turn: 1, valid: false },
        { ...no, conversation: 'refused', properties: wish('Please search again for it.') },
        { ...no, conversation: 'given', label: 'Yes', properties: wish('検索してください。') },
        // Neither a failed call nor another prompt's label says anything here.
        { conversation: 'failed', turn: 1, failed: true },
        { conversation: 'other', turn: 1, label: 'No', valid: true, prompt: 'answer' },
      ]),
    ).toEqual([
      ['No on the first turn', 1, 4, 25],
      ['No although a search was asked for', 1, 2, 50],
      ['Searched on every turn', 1, 3, 33.3],
      ['An answer not in the format', 1, 7, 14.3],
    ])
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['by the last message', wish('Can you look it up?')],
    ['by its metadata', { 'llmops.metadata.search_requested': 'true' }],
  ])('knows %s that a search was asked for', async (_, properties) => {
    expect((await policies([{ ...no, properties }]))[1]).toEqual([
      'No although a search was asked for',
      1,
      1,
      100,
    ])
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['content that was not captured', {}],
    ['content that Azure has moved', { 'gen_ai.input.messages': 'elsewhere' }],
    ['a message about research', wish('Who does our research?')],
  ])('says nothing of wishes over %s', async (_, properties) => {
    expect((await policies([{ ...no, properties }]))[1]).toEqual([
      'No although a search was asked for',
      0,
      0,
      null,
    ])
  })

  it('finds nothing in healthy conversations, and says 0 of 0 where there is none', async () => {
    const healthy = ['a', 'b', 'c'].flatMap((id) => conversation(id, 'Yes', 'No', 'Yes', 'No'))
    expect((await policies(healthy)).map((row) => row[1])).toEqual([0, 0, 0, 0])
    expect(await policies([])).toEqual([
      ['No on the first turn', 0, 0, null],
      ['No although a search was asked for', 0, 0, null],
      ['Searched on every turn', 0, 0, null],
      ['An answer not in the format', 0, 0, null],
    ])
  })
})
