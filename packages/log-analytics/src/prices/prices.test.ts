import { describe, expect, it } from 'vitest'

import { packContents } from '../deploy/contents.ts'
import { functions } from '../pack.ts'
import { checkPrices } from './check-prices.ts'
import { withPrices } from './prices-function.ts'

const given = [
  { model: 'gpt-4o', input: 4, cachedInput: 0, output: 8 },
  { model: 'gpt-4o', validFrom: '2026-03-01', input: 2, output: 8, upToInputTokens: 2_000_000 },
  { model: 'in-house "a"', input: 1e-7 },
]
describe('prices of one’s own', () => {
  it('stand in for the list prices, as the rows of LLMPrices', () => {
    const before = functions()
    const after = withPrices(before, given)
    const changed = after.filter((each, index) => each.body !== before[index]?.body)
    expect(changed.map(({ name, body }) => [name, body])).toEqual([
      [
        'LLMPrices',
        `datatable(Model: string, ValidFrom: datetime, InputUsd: real, CachedInputUsd: real, CacheWriteUsd: real, OutputUsd: real, UpToInputTokens: long, ListedIn: string)
[
    "gpt-4o", datetime(2020-01-01), real(4), real(0), real(null), real(8), long(null), "given",
    "gpt-4o", datetime(2026-03-01), real(2), real(null), real(null), real(8), long(2000000), "given",
    "in-house \\"a\\"", datetime(2020-01-01), real(1e-7), real(null), real(null), real(0), long(null), "given"
]`,
      ],
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
