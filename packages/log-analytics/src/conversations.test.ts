import { afterAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'
import { type Call, callRow } from './testing/stored-rows.ts'

const engine = packEngine()
afterAll(() => engine.close())

/** A conversation's decisions, turn by turn. */
const conversation = (id: string, ...labels: readonly string[]): Call[] =>
  labels.map((label, index) => ({ conversation: id, turn: index + 1, label, valid: true }))

const policies = async (calls: readonly Call[]): Promise<unknown> =>
  (await engine.ask('conversation-policies', { AppDependencies: calls.map(callRow) })).rows

describe('conversation-policies', () => {
  it('counts conversations that begin with No, and long ones that searched on every turn', async () => {
    expect(
      await policies([
        ...conversation('healthy', 'Yes', 'No', 'Yes'),
        ...conversation('no first', 'No', 'No', 'No'),
        ...conversation('always', 'Yes', 'Yes', 'Yes'),
        ...conversation('short', 'Yes', 'Yes'),
        // Neither an invalid decision nor another prompt's label says anything here.
        { conversation: 'broken', turn: 1, valid: false },
        { conversation: 'other', turn: 1, label: 'No', valid: true, prompt: 'answer' },
      ]),
    ).toEqual([
      ['No on the first turn', 1, 4, 25],
      ['Searched on every turn', 1, 3, 33.3],
    ])
  })

  it('says 0 of 0 where there is no conversation', async () => {
    expect(await policies([])).toEqual([
      ['No on the first turn', 0, 0, null],
      ['Searched on every turn', 0, 0, null],
    ])
  })
})
