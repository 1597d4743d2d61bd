import { afterAll, describe, expect, it } from 'vitest'

import { packContents } from '../deploy/contents.ts'
import { functions } from '../pack.ts'
import { packEngine } from '../testing/engine.ts'
import { callRow } from '../testing/stored-rows.ts'
import { checkPrices } from './check-prices.ts'
import { withPrices } from './prices-function.ts'

const given = [
  { model: 'gpt-4o', input: 4, cachedInput: 0, output: 8 },
  { model: 'gpt-4o', validFrom: '2026-03-01', input: 2, output: 8, upToInputTokens: 2_000_000 },
  { model: 'in-house "a"', input: 1e-7 },
]
const engine = packEngine(withPrices(functions(), given))
afterAll(() => engine.close())

const rows = [
  callRow({ model: 'gpt-4o', tokens: 1_000_000, time: '2026-02-28T23:59:59Z', id: '1' }),
  callRow({ model: 'gpt-4o', tokens: 1_000_000, id: '2' }),
  callRow({ model: 'in-house "a"', tokens: 1_000_000, id: '3' }),
  callRow({ model: 'gpt-4o-mini', tokens: 1_000_000, id: '4' }),
]

describe('prices of one’s own', () => {
  it('stand in for the list prices, and LLMCost follows them', async () => {
    const query =
      'LLMCost(datetime(2026-02-01), datetime(2026-04-01)) | order by Id asc | project CostUsd, CostNote'
    expect((await engine.run(query, { AppDependencies: rows })).rows).toEqual([
      [4.000008, ''],
      [2.000008, ''],
      [1e-7, ''],
      [null, 'no price for gpt-4o-mini'],
    ])
  })

  it('come into what is deployed, with the threshold of the spend', () => {
    const { alerts, functions: deployed } = packContents(undefined, {
      prices: given,
      dailySpendCents: 1200,
    })
    const prices = deployed.find(({ name }) => name === 'LLMPrices')
    expect(prices?.body).toContain('real(4), real(0), real(null), real(8), long(null), "given"')
    expect(prices?.parameters).toBe('')
    expect(alerts.find(({ name }) => name === 'daily-spend')).toMatchObject({
      threshold: 1200,
      measure: 'Cents',
      description: { en: expect.stringContaining('cost 1,200 cents or more') },
    })
    expect(packContents([], { dailySpendCents: 7 }).alerts).toContainEqual(
      expect.objectContaining({ name: 'daily-spend', threshold: 7 }),
    )
  })

  it.each([
    [{}, 'prices are a list'],
    [[], 'prices are a list'],
    [[null], 'price 1 is no object'],
    [[{ model: 'a', input: 1 }, { model: 'b' }], 'price 2 needs a "model" and its price "input"'],
    [[{ model: 'a', input: -1 }], 'price 1: "input" is -1; give a number of 0 or more'],
    [[{ model: '', input: 1 }], 'price 1: "model" is ""; give a text'],
    [[{ model: 'a', inputs: 1 }], 'price 1 has an unknown key "inputs"; known are model, '],
    [
      [{ model: 'a', input: 1, validFrom: '2026-02-31' }],
      '"validFrom" is "2026-02-31"; give a day',
    ],
    [
      [
        { model: 'a', input: 1 },
        { model: 'a', input: 2 },
      ],
      'price 2 is for the model and the day of another one',
    ],
  ])('are not %j', (prices, message) => {
    expect(() => checkPrices(prices)).toThrow(message)
  })

  it.each([0, 1.5, 1_000_001])('have no threshold of %d cents', (dailySpendCents) => {
    expect(() => packContents(undefined, { dailySpendCents })).toThrow(
      'give a whole number of cents from 1 to 1000000',
    )
  })
})
